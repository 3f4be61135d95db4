package lifeboat.pmc.cli;

/** The one account of a device. */
public record Credentials(String user, String password) {

    boolean accepts(String user, String password) {
        return this.user.equals(user) && this.password.equals(password);
    }

    @Override
    public String toString() {
        return user + ":***";
    }
}
