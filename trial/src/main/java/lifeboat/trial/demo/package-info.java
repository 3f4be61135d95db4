/** The paper's demonstration, told step by step. Uses {@code lab}. */
package lifeboat.trial.demo;
