/**
 * FEEL: expressions, conditions, mappings, points in time, and the incidents of those that fail. Uses {@code
 * variable}.
 */
package lifeboat.embedded.feel;
