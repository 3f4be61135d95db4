package lifeboat.embedded.form;

/**
 * A deployed Camunda form.
 *
 * @param schema its JSON text
 */
public record Form(long key, String id, int version, String schema) {
}
