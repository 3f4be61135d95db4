/** The paper's demonstration, told step by step. Uses {@code lab} and the application. */
package lifeboat.trial.demo;
