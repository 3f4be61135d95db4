/** How a session with a device fails, each way a type of its own. Uses nothing. */
package lifeboat.connectors.failure;
