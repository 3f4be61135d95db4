/** What the log says of one migration: written, read, exported, printed. Uses {@code log, note, tree}. */
package lifeboat.evidence.record;
