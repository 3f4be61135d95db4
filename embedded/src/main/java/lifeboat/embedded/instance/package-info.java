/**
 * Process instances and their incidents: start, cancel, modify, resolve. Uses {@code job}, {@code bpmn}, {@code
 * engine}.
 */
package lifeboat.embedded.instance;
