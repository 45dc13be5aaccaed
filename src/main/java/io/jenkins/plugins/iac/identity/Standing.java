package io.jenkins.plugins.iac.identity;

/** Where a run stands, as far as tokens are concerned. */
public enum Standing {
    /** Admitted, prepared and judged; its own tool is planning. */
    PLANNING,
    /** The plan is made; people may still have to decide. */
    PLANNED,
    /** This digest has every approval that it needs; the door was not passed yet. */
    APPROVED,
    /** The door was passed: locked, approvals counted again, every part of the digest that needs no credential compared. */
    DOOR,
    /** The tool is applying what passed the door. */
    APPLYING,
    /** Ended, in whatever way. */
    OVER,
    /** None of these: before its preparation was judged, or not known. */
    UNKNOWN
}
