package lifeboat.pmc.transfer;

/** Which part of a pre-copy an image is; a stop-and-copy has only the last. */
public enum ImagePart {

    /** The process goes on running where it is. */
    FIRST,

    /** The process is frozen: this is what it resumes from. */
    LAST
}
