/** Breaks things while services move, and looks whether every promise is kept. Uses {@code lab} and the application. */
package lifeboat.trial.attack;
