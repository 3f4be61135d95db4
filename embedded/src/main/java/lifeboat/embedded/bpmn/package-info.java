/**
 * BPMN as Zeebe reads it: what is refused, how the rest is translated, and the behaviours that Operaton has not.
 * Uses {@code engine}, {@code dmn}, {@code feel}.
 */
package lifeboat.embedded.bpmn;
