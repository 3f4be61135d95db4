package lifeboat.embedded.job;

import java.util.Map;
import org.operaton.bpm.engine.externaltask.ExternalTask;

/**
 * A job that is not done.
 *
 * @param state Zeebe's word for where it is
 */
public record OpenJob(ExternalTask task, int retries, Map<String, String> headers, String state) {
}
