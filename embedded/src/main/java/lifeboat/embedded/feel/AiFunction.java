package lifeboat.embedded.feel;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.camunda.feel.context.JavaFunction;
import org.camunda.feel.context.JavaFunctionProvider;

/** {@code fromAi(value, description, type, schema, options)}: its value; the rest is a note for agents. */
class AiFunction extends JavaFunctionProvider {

    private static final String NAME = "fromAi";
    private static final List<String> PARAMETERS = List.of("value", "description", "type", "schema", "options");

    @Override
    public Optional<JavaFunction> resolveFunction(String name) {
        return resolveFunctions(name).stream().findFirst();
    }

    @Override
    public List<JavaFunction> resolveFunctions(String name) {
        return !NAME.equals(name) ? List.of() : IntStream.rangeClosed(1, PARAMETERS.size())
                .mapToObj(count -> new JavaFunction(PARAMETERS.subList(0, count), values -> values.get(0))).toList();
    }

    @Override
    public Collection<String> getFunctionNames() {
        return List.of(NAME);
    }
}
