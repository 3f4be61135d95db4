package lifeboat.embedded.bpmn;

import org.operaton.bpm.engine.delegate.VariableScope;
import org.operaton.bpm.engine.impl.persistence.entity.TaskEntity;
import org.operaton.bpm.engine.impl.task.TaskDecorator;

/** Evaluates what a user task says in Zeebe's order: the first that fails is the incident. */
class AssignedFirst extends TaskDecorator {

    AssignedFirst(TaskDecorator decorator) {
        super(decorator.getTaskDefinition(), decorator.getExpressionManager());
    }

    @Override
    public void decorate(TaskEntity task, VariableScope variables) {
        task.setTaskDefinition(getTaskDefinition());
        initializeTaskName(task, variables);
        initializeTaskDescription(task, variables);
        initializeTaskAssignments(task, variables);
        initializeTaskDueDate(task, variables);
        initializeTaskFollowUpDate(task, variables);
        initializeTaskPriority(task, variables);
    }
}
