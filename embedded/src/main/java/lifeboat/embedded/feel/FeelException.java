package lifeboat.embedded.feel;

import org.operaton.bpm.engine.ProcessEngineException;

/** An expression that could not be evaluated. Its message is marked with the type of the incident it becomes. */
public class FeelException extends ProcessEngineException {

    private final IncidentType type;
    private final String reason;

    public FeelException(IncidentType type, String reason) {
        super(type.mark(reason));
        this.type = type;
        this.reason = reason;
    }

    public IncidentType type() {
        return type;
    }

    public String reason() {
        return reason;
    }
}
