/** RSVP messages, and how they are written and read. */
package lifeboat.gmpls.message;
