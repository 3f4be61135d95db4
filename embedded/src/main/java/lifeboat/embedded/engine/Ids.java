package lifeboat.embedded.engine;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what has given ids, at once and in their order. */
public final class Ids {

    private Ids() {
    }

    /**
     * @param read those with the ids that there are, in any order
     * @return those that there are, in the order of their ids
     */
    public static <T> List<T> inOrder(List<String> ids, Function<List<String>, List<T>> read,
            Function<T, String> id) {
        Map<String, T> found = ids.isEmpty() ? Map.of()
                : read.apply(ids).stream().collect(Collectors.toMap(id, Function.identity()));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }
}
