package lifeboat.embedded.engine;

import java.util.List;
import java.util.Optional;
import org.operaton.bpm.engine.exception.NotFoundException;
import org.operaton.bpm.engine.impl.RepositoryServiceImpl;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.repository.ProcessDefinition;

/** The processes that are deployed, as they were parsed. */
public class ProcessDefinitions {

    private final RepositoryServiceImpl repository;
    private final Commands commands;

    public ProcessDefinitions(EmbeddedEngine engine, Commands commands) {
        this.repository = (RepositoryServiceImpl) engine.operaton().getRepositoryService();
        this.commands = commands;
    }

    /** The process with the engine's own id. */
    public ProcessDefinitionEntity withId(String id) {
        return (ProcessDefinitionEntity) repository.getDeployedProcessDefinition(id);
    }

    /** The same; empty if it was deleted since. */
    public Optional<ProcessDefinitionEntity> find(String id) {
        try {
            return Optional.of(withId(id));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** The process with this key; empty if there is none. */
    public Optional<ProcessDefinition> withKey(long key) {
        List<String> ids = commands.inTransaction(context -> new Sql(context).query(row -> row.getString("ID_"),
                "select ID_ from ACT_RE_PROCDEF where ID_ = ? or ID_ like ?", String.valueOf(key), "%:" + key));
        return ids.stream().findFirst().map(id -> repository.createProcessDefinitionQuery().processDefinitionId(id)
                .singleResult());
    }
}
