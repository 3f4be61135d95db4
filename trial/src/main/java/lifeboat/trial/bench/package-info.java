/** Measures migrations like the paper. Uses {@code lab}. */
package lifeboat.trial.bench;
