/**
 * What the engine itself does not remember, and when all of it is forgotten. Uses {@code message}, {@code batch}
 * and {@code engine}.
 */
package lifeboat.embedded.history;
