/** The command that evaluates a decision. Uses {@code deployment} and {@code dmn}. */
package lifeboat.embedded.decision;
