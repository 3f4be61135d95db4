/**
 * Reads and checks the inventory, all of it, before anything is started. Uses the definitions and the workers' records.
 */
package lifeboat.app.inventory;
