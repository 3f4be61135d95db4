/**
 * The job workers: one method for each BPMN task type, from process variables to devices and back. Uses the connectors
 * and {@code inventory}.
 */
package lifeboat.workers.migration;
