package lifeboat.gmpls.message;

/** A message that cannot be read. It is dropped, as RFC 2205, 3.1.1 has it; the sentence is for the log. */
public class MalformedMessage extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedMessage(String why) {
        super(why);
    }

    MalformedMessage(String why, Throwable cause) {
        super(why, cause);
    }
}
