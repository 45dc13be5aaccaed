package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Tri;

/** What one check says. */
enum Judgement {
    HOLDS,
    FAILS,
    /** Depends on a fact that is not known: refuses a run, but does not prove that none could pass. */
    UNKNOWN,
    /** Depends on the signature of a commit that is not checked out yet. */
    DEFERRED;

    static Judgement of(boolean holds) {
        return holds ? HOLDS : FAILS;
    }

    static Judgement of(Tri tri) {
        return switch (tri) {
            case YES -> HOLDS;
            case NO -> FAILS;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Whether a run may go on so far. */
    boolean admits() {
        return this == HOLDS || this == DEFERRED;
    }
}
