package lifeboat.connectors.terminal;

/** Whether what a device has printed so far is what is waited for. */
public enum PromptCertainty {
    /** It is not. */
    NO,
    /** It could be it, and something that should come before it is missing: it is, if nothing comes for long. */
    DOUBTFUL,
    /** It looks like it, unless there is more to come: it is, if the device says nothing more for a moment. */
    LIKELY,
    /** It is. */
    CERTAIN
}
