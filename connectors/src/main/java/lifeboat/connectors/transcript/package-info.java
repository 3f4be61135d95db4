/**
 * Sessions as recorded: writes them down, and plays them back to a session under test. Uses {@code session} and {@code
 * transport}.
 */
package lifeboat.connectors.transcript;
