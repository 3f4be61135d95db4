/**
 * Bytes to and from a device by Telnet or SSH, through jump hosts, within deadlines. Uses {@code login} and the
 * definitions' time-outs; knows no prompt.
 */
package lifeboat.connectors.transport;
