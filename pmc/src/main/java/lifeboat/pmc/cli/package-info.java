/** A device's command line over Telnet and SSH. Uses {@code pmc} for what the lines do. */
package lifeboat.pmc.cli;
