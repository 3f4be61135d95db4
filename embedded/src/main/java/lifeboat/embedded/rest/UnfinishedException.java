package lifeboat.embedded.rest;

import org.springframework.http.HttpStatus;

/** A caller waited for the end of an instance, in vain. */
class UnfinishedException extends RuntimeException {

    private final HttpStatus status;
    private final String title;

    UnfinishedException(HttpStatus status, String title, String message) {
        super(message);
        this.status = status;
        this.title = title;
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }
}
