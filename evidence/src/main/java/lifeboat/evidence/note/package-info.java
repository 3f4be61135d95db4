/** Checkpoints as signed notes, as C2SP describes them (signed-note, tlog-checkpoint). Uses {@code tree}. */
package lifeboat.evidence.note;
