package lifeboat.workers.migration;

/** The BPMN errors of a migration: a step was definitively refused, and has undone its own part. */
public enum ErrorCode {
    /** The migration cannot be done as asked; nothing was changed. */
    REFUSED,
    BANDWIDTH_REFUSED,
    VLAN_REFUSED,
    FIRST_IMAGE_REFUSED,
    FREEZE_REFUSED,
    TRANSFER_REFUSED,
    VIRTUAL_IP_REFUSED,
    USER_VLAN_REFUSED,
    RESUME_REFUSED
}
