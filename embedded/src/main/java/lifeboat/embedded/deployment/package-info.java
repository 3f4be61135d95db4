/** Deploys BPMN, DMN and forms, and finds them again. Uses {@code bpmn}, {@code dmn}, {@code form}, {@code engine}. */
package lifeboat.embedded.deployment;
