package lifeboat.embedded.rest;

/** The embedded engine has one tenant. */
final class Tenant {

    static final String DEFAULT = "<default>";

    private Tenant() {
    }
}
