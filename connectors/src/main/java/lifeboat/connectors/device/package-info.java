/**
 * One typed client for each device role: reads the state, acts if needed, and reads again. Uses sessions from the pool
 * and the definitions.
 */
package lifeboat.connectors.device;
