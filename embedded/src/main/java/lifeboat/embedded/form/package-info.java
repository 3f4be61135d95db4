/** Deployed forms. Uses {@code bpmn} and {@code engine}. */
package lifeboat.embedded.form;
