package lifeboat.embedded.dmn;

/** The name under which a file is kept as it was authored, beside what Operaton reads of it. */
public final class AuthoredFile {

    private static final String SUFFIX = ".zeebe";

    private AuthoredFile() {
    }

    public static String of(String name) {
        return name + SUFFIX;
    }
}
