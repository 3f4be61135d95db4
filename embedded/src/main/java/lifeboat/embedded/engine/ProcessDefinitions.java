package lifeboat.embedded.engine;

import java.util.List;
import java.util.Optional;
import org.operaton.bpm.engine.RepositoryService;
import org.operaton.bpm.engine.impl.RepositoryServiceImpl;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.repository.ProcessDefinition;

/** The processes that are deployed, as they were parsed. */
public class ProcessDefinitions {

    private final RepositoryService repository;
    private final Commands commands;

    public ProcessDefinitions(EmbeddedEngine engine, Commands commands) {
        this.repository = engine.operaton().getRepositoryService();
        this.commands = commands;
    }

    /** The process with the engine's own id. */
    public ProcessDefinitionEntity withId(String id) {
        return (ProcessDefinitionEntity) ((RepositoryServiceImpl) repository).getDeployedProcessDefinition(id);
    }

    /** The process with this key; empty if there is none. */
    public Optional<ProcessDefinition> withKey(long key) {
        List<String> ids = commands.inTransaction(context -> new Sql(context).query(row -> row.getString("ID_"),
                "select ID_ from ACT_RE_PROCDEF where ID_ = ? or ID_ like ?", String.valueOf(key), "%:" + key));
        return ids.stream().findFirst().map(id -> repository.createProcessDefinitionQuery().processDefinitionId(id)
                .singleResult());
    }
}
