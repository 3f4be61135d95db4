/**
 * NETCONF sessions (RFC 6241, framing of RFC 6242): get, change, commit, discard. Uses {@code transport} and the
 * definitions.
 */
package lifeboat.connectors.netconf;
