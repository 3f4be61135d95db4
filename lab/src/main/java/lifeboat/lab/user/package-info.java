/** Users of the service, who look at each byte and each pause. Uses {@code service}. */
package lifeboat.lab.user;
