/** Who may do what on the engine's gRPC and REST APIs. Uses {@code engine}. */
package lifeboat.embedded.access;
