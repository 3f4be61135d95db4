/** Evidence held against what else there is. Uses {@code status}. */
package lifeboat.app.evidence;
