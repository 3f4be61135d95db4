/** Zeebe's variables in the engine's table, and those that an event brings along. Uses only {@code api}. */
package lifeboat.embedded.variable;
