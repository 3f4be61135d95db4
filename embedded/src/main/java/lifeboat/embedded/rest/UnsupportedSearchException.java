package lifeboat.embedded.rest;

/** A search that asks for something the embedded engine does not know. */
class UnsupportedSearchException extends RuntimeException {

    UnsupportedSearchException(String message) {
        super(message);
    }
}
