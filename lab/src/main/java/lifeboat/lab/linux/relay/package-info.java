/** Relays before real devices, so that faults befall what passes. Uses {@code fault} and the PMC's servers. */
package lifeboat.lab.linux.relay;
