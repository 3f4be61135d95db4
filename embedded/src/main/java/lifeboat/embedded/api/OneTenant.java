package lifeboat.embedded.api;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** There is one tenant, and no tags: a request that names others is refused, as what it asks for would not happen. */
public final class OneTenant {

    private OneTenant() {
    }

    /**
     * @param request what was asked for, in a word
     * @param fields the request's own, by name: a text, several, or null where it has none
     * @throws Rejection if it names another tenant, or tags
     */
    public static void check(String request, Function<String, Object> fields) {
        require(request, values(fields.apply("tenantId")));
        require(request, values(fields.apply("tenantIds")));
        Collection<?> tags = values(fields.apply("tags"));
        if (!tags.isEmpty()) {
            throw Rejection.malformed("Expected to handle request %s with tags %s, but tags are not supported by the "
                    + "embedded engine", request, tags);
        }
    }

    private static void require(String request, Collection<?> tenants) {
        tenants.stream().filter(tenant -> tenant != null && !tenant.equals("") && !tenant.equals(Camunda.TENANT))
                .findFirst().ifPresent(tenant -> {
                    throw Rejection.malformed("Expected to handle request %s with tenant identifier '%s', but "
                            + "multi-tenancy is disabled", request, tenant);
                });
    }

    private static Collection<?> values(Object field) {
        return field == null ? List.of() : field instanceof Collection<?> many ? many : List.of(field);
    }
}
