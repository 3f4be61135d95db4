/** Hosts, switches, processes and their connections in memory, moved by the PMC's own code. Uses {@code pmc}. */
package lifeboat.lab.simulated.network;
