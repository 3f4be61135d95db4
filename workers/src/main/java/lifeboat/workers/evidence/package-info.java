/** What is done for a migration, told to the evidence. Uses {@code inventory}. */
package lifeboat.workers.evidence;
