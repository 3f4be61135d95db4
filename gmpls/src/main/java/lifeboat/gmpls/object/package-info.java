/** The objects of RSVP messages, one record for each, as they are on the wire. */
package lifeboat.gmpls.object;
