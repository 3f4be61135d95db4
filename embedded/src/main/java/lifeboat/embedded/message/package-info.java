/** Messages: buffered, correlated, remembered. Uses {@code bpmn} and {@code engine}. */
package lifeboat.embedded.message;
