package lifeboat.embedded.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers which process instance the jobs of late belong to, so that the database need not be asked. */
class InstancesOfJobs {

    private static final int REMEMBERED = 10_000;

    private final Map<Long, String> instances = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized void put(long jobKey, String processInstanceId) {
        instances.put(jobKey, processInstanceId);
    }

    synchronized Optional<String> get(long jobKey) {
        return Optional.ofNullable(instances.get(jobKey));
    }
}
