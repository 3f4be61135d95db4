/** Copies of checkpoints at places where nobody who can alter the log can alter them. Uses {@code time}. */
package lifeboat.evidence.copy;
