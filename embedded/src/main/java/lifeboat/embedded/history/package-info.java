/**
 * What the engine itself does not remember, and when all of it is forgotten. Uses {@code message} and {@code
 * engine}.
 */
package lifeboat.embedded.history;
