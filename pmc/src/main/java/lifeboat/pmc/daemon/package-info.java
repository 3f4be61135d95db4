/** The daemon: puts the others together, and keeps records in files. */
package lifeboat.pmc.daemon;
