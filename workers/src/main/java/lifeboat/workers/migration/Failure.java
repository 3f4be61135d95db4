package lifeboat.workers.migration;

/** Why a migration was refused or rolled back, for the operator. */
public record Failure(String code, String message) {

    static final Failure UNKNOWN = new Failure("UNKNOWN", "No reason was recorded.");
}
