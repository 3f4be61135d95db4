package lifeboat.embedded.query;

import java.util.Optional;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.exception.NotFoundException;
import org.operaton.bpm.engine.impl.RepositoryServiceImpl;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;

/** The processes that the history tells of, as they were parsed. */
final class DeployedProcesses {

    private final RepositoryServiceImpl repository;

    DeployedProcesses(ProcessEngine engine) {
        repository = (RepositoryServiceImpl) engine.getRepositoryService();
    }

    /** @return empty if it was deleted since */
    Optional<ProcessDefinitionEntity> find(String processDefinitionId) {
        try {
            return Optional.of((ProcessDefinitionEntity) repository.getDeployedProcessDefinition(processDefinitionId));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }
}
