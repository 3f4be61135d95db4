/** Finds out whether evidence was altered. Uses all others but {@code copy}. */
package lifeboat.evidence.verify;
