/** Measures migrations like the paper. Uses {@code lab} and the application. */
package lifeboat.trial.bench;
