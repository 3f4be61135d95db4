/** Secrets, by reference until they are needed, and how texts are freed from them. Uses nothing. */
package lifeboat.connectors.secret;
