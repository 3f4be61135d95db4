/**
 * What two neighbours owe each other whatever the messages are about: that each arrives, in its order, and that what
 * was said is said again for as long as it holds (RFC 2205, 3.7; RFC 2961).
 */
package lifeboat.gmpls.neighbour;
