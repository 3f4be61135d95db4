package lifeboat.embedded.bpmn;

import org.operaton.bpm.engine.delegate.VariableScope;

/**
 * Where a script or a decision leaves its result.
 *
 * @param local whether output mappings decide what leaves the task's scope
 */
record ResultVariable(String name, boolean local) {

    void set(VariableScope scope, Object value) {
        if (local) {
            scope.setVariableLocal(name, value);
        } else {
            scope.setVariable(name, value);
        }
    }
}
