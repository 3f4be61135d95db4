package lifeboat.embedded.query;

/** A search that asks for something the embedded engine does not know. */
public class UnsupportedSearchException extends RuntimeException {

    UnsupportedSearchException(String message) {
        super(message);
    }
}
