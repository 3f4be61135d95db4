package lifeboat.embedded;

import java.util.Collection;

/** There is one tenant, and no tags: a request that names others is refused, as what it asks for would not happen. */
public final class OneTenant {

    private OneTenant() {
    }

    /**
     * @param request what was asked for, in a word
     * @param tenants those it names; null or empty for none
     * @throws Rejection if it names another
     */
    public static void require(String request, Collection<String> tenants) {
        tenants.stream().filter(tenant -> tenant != null && !tenant.isEmpty() && !tenant.equals(Camunda.TENANT))
                .findFirst().ifPresent(tenant -> {
                    throw Rejection.malformed("Expected to handle request %s with tenant identifier '%s', but "
                            + "multi-tenancy is disabled", request, tenant);
                });
    }

    /** @throws Rejection if there are tags */
    public static void requireNoTags(String request, Collection<?> tags) {
        if (!tags.isEmpty()) {
            throw Rejection.malformed("Expected to handle request %s with tags %s, but tags are not supported by the "
                    + "embedded engine", request, tags);
        }
    }
}
