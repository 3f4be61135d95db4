/** Puts everything together in a Spring Boot application that asks for it. Knows all other packages but {@code web}. */
package lifeboat.embedded.boot;
