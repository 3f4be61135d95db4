/** Puts the job workers together, with the sessions they share. */
package lifeboat.workers;
