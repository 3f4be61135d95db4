/** Freezing, imaging and restoring processes by CRIU. Uses {@code host} and {@code transfer}. */
package lifeboat.pmc.criu;
