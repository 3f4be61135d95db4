/** Puts everything together in a Spring Boot application that asks for it. The only package that knows all others. */
package lifeboat.embedded.boot;
