/** Puts the job workers together. Uses the other two. */
package lifeboat.workers;
