/** Jobs: handed out, completed, failed, given back. Uses {@code bpmn} and {@code engine}. */
package lifeboat.embedded.job;
