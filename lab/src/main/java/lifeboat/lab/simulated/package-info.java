/** The paper's system on loopback, a port for each device. Uses the common rooms, never the Linux lab. */
package lifeboat.lab.simulated;
