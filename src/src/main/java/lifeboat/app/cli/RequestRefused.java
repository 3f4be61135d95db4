package lifeboat.app.cli;

/** What was asked for cannot be done as it is, and nothing was changed. The message is for the operator. */
class RequestRefused extends RuntimeException {

    RequestRefused(String message) {
        super(message);
    }
}
