package lifeboat.connectors.session;

/** Whether what a device has printed so far is what is waited for. */
enum Sight {
    /** It is not. */
    NO,
    /** It looks like it, unless there is more to come: it is, if the device says nothing more for a moment. */
    LIKELY,
    /** It is. */
    CERTAIN
}
