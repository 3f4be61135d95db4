package lifeboat.embedded.deployment;

/** A file that is to be deployed. */
public record ResourceFile(String name, byte[] content) {
}
