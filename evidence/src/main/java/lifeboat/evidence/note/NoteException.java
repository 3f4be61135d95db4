package lifeboat.evidence.note;

/** A note, a key or a signature that is none. The message is for whoever checks evidence. */
public final class NoteException extends Exception {

    private static final long serialVersionUID = 1;

    NoteException(String message) {
        super(message);
    }

    NoteException(String message, Throwable cause) {
        super(message, cause);
    }
}
