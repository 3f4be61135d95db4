/** The lab of network namespaces, Open vSwitch and real processes. Uses the common rooms, never the simulated lab. */
package lifeboat.lab.linux;
