/** The simulated L2SW and NAGW. Uses the simulated network. */
package lifeboat.lab.simulated.device;
