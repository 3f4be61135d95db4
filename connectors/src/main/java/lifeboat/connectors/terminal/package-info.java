/**
 * What a terminal shows and what is typed at it: control characters, echo, prompts. Uses {@code transport} for the
 * bytes and the definitions' prompts.
 */
package lifeboat.connectors.terminal;
