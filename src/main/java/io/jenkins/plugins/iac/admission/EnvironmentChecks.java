package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Freeze;
import io.jenkins.plugins.iac.model.Glob;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Window;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What an environment asks of operations that write. */
enum EnvironmentChecks implements Check {
    /** Writes to a protected environment come from its protected refs. */
    PROTECTED_REF {
        @Override
        public Judgement judge(Case c) {
            if (!c.environment().isProtected()) {
                return Judgement.HOLDS;
            }
            return fromProtectedRef(c.source().kind(), c.ref(), c.environment().protectedRefs());
        }

        @Override
        public Condition explain(Case c) {
            Environment environment = c.environment();
            String refs =
                    environment.protectedRefs().isEmpty() ? "none" : String.join(", ", environment.protectedRefs());
            String ref = c.ref() == null ? "an unknown ref" : c.ref();
            return Condition.of(
                    "environment.protectedRefs",
                    judge(c).admits(),
                    environment.isProtected() ? "a protected ref of " + environment.name() + ": " + refs : "any ref",
                    c.source().kind() == SourceKind.TAG ? "the tag " + ref : ref,
                    "only these refs may change " + environment.name() + "; merge there, then run again");
        }
    },

    /** Nothing is written in a freeze; an emergency is what break-glass is for. */
    FREEZE {
        @Override
        public Judgement judge(Case c) {
            List<Freeze> freezes = c.environment().freezes();
            Instant now = c.request().now();
            if (freezes.isEmpty() || c.request().breakGlass()) {
                return Judgement.HOLDS;
            }
            if (now == null) {
                return Judgement.UNKNOWN;
            }
            for (Freeze freeze : freezes) {
                if (freeze.contains(now)) {
                    return Judgement.FAILS;
                }
            }
            return Judgement.HOLDS;
        }

        @Override
        public Condition explain(Case c) {
            Instant now = c.request().now();
            String frozen = c.environment().freezes().stream()
                    .filter(f -> now != null && f.contains(now))
                    .map(f -> "frozen until " + f.until() + (f.reason().isEmpty() ? "" : " (" + f.reason() + ")"))
                    .findFirst()
                    .orElse(now == null ? null : now.toString());
            return Condition.of(
                    "environment.freeze",
                    judge(c).admits(),
                    "a time outside the freezes of " + c.environment().name(),
                    frozen,
                    "wait for the end of the freeze, or ask for break-glass");
        }
    },

    /** Where there are windows, writes happen inside one. */
    WINDOW {
        @Override
        public Judgement judge(Case c) {
            List<Window> windows = c.environment().windows();
            Instant now = c.request().now();
            if (windows.isEmpty() || c.request().breakGlass()) {
                return Judgement.HOLDS;
            }
            if (now == null) {
                return Judgement.UNKNOWN;
            }
            for (Window window : windows) {
                if (window.contains(now)) {
                    return Judgement.HOLDS;
                }
            }
            return Judgement.FAILS;
        }

        @Override
        public Condition explain(Case c) {
            List<Window> windows = c.environment().windows();
            String expected = windows.stream()
                    .map(w -> w.days().stream()
                                    .sorted()
                                    .map(d -> d.name().substring(0, 3))
                                    .collect(Collectors.joining(","))
                            + " " + w.from() + "-" + w.until() + " " + w.zone())
                    .collect(Collectors.joining(" or "));
            Instant now = c.request().now();
            return Condition.of(
                    "environment.window",
                    judge(c).admits(),
                    windows.isEmpty() ? "any time" : expected,
                    now == null ? null : now.toString(),
                    "run it again inside the window");
        }
    };

    private static final String TAGS = "refs/tags/";
    private static final String HEADS = "refs/heads/";

    /**
     * Whether a ref is protected. A tag only matches a pattern that says {@code refs/tags/}: whoever may push tags could
     * otherwise name one like the branch.
     */
    static Judgement fromProtectedRef(SourceKind kind, String ref, List<String> patterns) {
        if (kind.isRequest()) {
            return Judgement.FAILS;
        }
        boolean tag = kind == SourceKind.TAG;
        String full = tag && ref != null ? TAGS + ref : ref;
        for (String pattern : patterns) {
            if (pattern.startsWith(TAGS) != tag) {
                continue;
            }
            if (full == null) {
                return Judgement.UNKNOWN;
            }
            String plain = pattern.startsWith(HEADS) ? pattern.substring(HEADS.length()) : pattern;
            if (Glob.matches(plain, full)) {
                return Judgement.HOLDS;
            }
        }
        return Judgement.FAILS;
    }
}
