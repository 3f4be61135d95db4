/** Breaks things while services move, and looks whether every promise is kept. Uses {@code lab}. */
package lifeboat.trial.attack;
