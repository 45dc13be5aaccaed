package io.jenkins.plugins.iac.jenkins.ui;

/** Whether whoever looks at a run finds buttons to decide about it. */
public enum Buttons {
    /** May press them; whether the vote counts is judged when it is cast. */
    SHOWN,
    /** Has no permission to press them. */
    NOT_PERMITTED,
    /** They are on the page of the build. */
    ELSEWHERE
}
