/** That a neighbour has sent a message (RFC 2747). */
package lifeboat.gmpls.authentication;
