/** The v2 REST API. Uses the packages of the commands and {@code query}; nothing uses it but {@code boot}. */
package lifeboat.embedded.rest;
