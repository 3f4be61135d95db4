package lifeboat.embedded;

import java.nio.file.Path;

/** A database in a file, with the settings that the controller has for it. */
public final class H2File {

    private H2File() {
    }

    /** Its JDBC URL. */
    public static String url(Path file) {
        return "jdbc:h2:file:%s;WRITE_DELAY=0;QUERY_CACHE_SIZE=512;DB_CLOSE_ON_EXIT=FALSE".formatted(file);
    }
}
