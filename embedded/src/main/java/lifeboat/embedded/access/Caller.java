package lifeboat.embedded.access;

import java.util.Set;

/**
 * Who calls, once it is known that he is who he says he is.
 *
 * @param application whether it is the application that the engine is embedded in
 */
public record Caller(String name, Set<CallerRole> roles, boolean application) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean may(Permission permission) {
        return roles.stream().anyMatch(role -> role.may(permission));
    }

    /**
     * @param any one of these is enough
     * @throws Forbidden if he has none of them
     */
    public void require(Permission... any) throws Forbidden {
        for (Permission permission : any) {
            if (may(permission)) {
                return;
            }
        }
        throw new Forbidden("User '%s' may not %s%s.".formatted(name, any[0].inWords(), roles.isEmpty()
                ? ", being in none of the groups that may do anything" : ", as " + String.join(", ", roles.stream()
                        .map(CallerRole::group).sorted().toList())));
    }

    /** Somebody may not do what he wants to do. */
    public static final class Forbidden extends Exception {

        private static final long serialVersionUID = 1;

        Forbidden(String message) {
            super(message);
        }
    }
}
