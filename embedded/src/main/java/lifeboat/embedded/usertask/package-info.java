/** User tasks: assigned, changed, completed. Uses {@code bpmn} and {@code engine}. */
package lifeboat.embedded.usertask;
