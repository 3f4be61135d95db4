/**
 * A session on a device's command line: logs in, finds its way between modes, runs a command and returns its answer.
 * Uses {@code terminal}, {@code transport} and the definitions.
 */
package lifeboat.connectors.session;
