package lifeboat.gmpls.object;

/** An object of an RSVP message (RFC 2205, 3.1.2). Those that are known have a record of their own. */
public interface RsvpObject {

    /** Class-Num, which says what it is about. */
    int classNumber();

    /** C-Type, which says which form it has. */
    int cType();

    /** Writes what follows the object's header. */
    void write(WireWriter out);
}
