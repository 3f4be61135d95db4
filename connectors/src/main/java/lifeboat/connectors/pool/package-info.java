/**
 * Sessions that stay open between commands, one at a time for each user of them. Uses {@code session} and {@code
 * netconf}.
 */
package lifeboat.connectors.pool;
