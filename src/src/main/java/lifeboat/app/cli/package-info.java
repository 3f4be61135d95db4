/**
 * The command {@code lifeboat} and its sub-commands; further ones are found on the class path. Uses all of the
 * application.
 */
package lifeboat.app.cli;
