/** Operaton's own Tasklist and Cockpit on the engine. Uses {@code engine}. */
package lifeboat.embedded.web;
