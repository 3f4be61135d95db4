/** The program that runs a lab and writes the inventory that fits it. Uses both labs. */
package lifeboat.lab.cli;
