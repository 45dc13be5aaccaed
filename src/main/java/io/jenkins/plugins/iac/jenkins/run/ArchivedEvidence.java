package io.jenkins.plugins.iac.jenkins.run;

import hudson.model.Run;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.run.Sealer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jenkins.util.VirtualFile;

/**
 * How the evidence stands that is among the artifacts of builds, wherever their artifact manager keeps them. Whoever may
 * archive may overwrite it, so it is read back and compared with what was sealed: when it is archived, and whenever somebody
 * looks at the run. Remembers the last runs since the controller started. Safe for several threads.
 */
public final class ArchivedEvidence {
    /** More than any statement has. */
    private static final int MOST_BYTES = 64 << 20;

    static final int MOST_RUNS = 200;

    private final Map<String, Copy> last = new LinkedHashMap<>();
    private final Map<State, Long> counts = new EnumMap<>(State.class);

    /** Where it stands. */
    public enum State {
        /** It is what was sealed. */
        THERE,
        MISSING,
        /** It is not what was sealed. */
        CHANGED,
        /** It cannot be read, or could not be written. */
        UNREACHABLE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The evidence of a run among the artifacts of its build.
     *
     * @param written when it was last written, or null where nobody knows
     */
    public record Copy(String run, State state, Instant written, String meaning) {}

    /**
     * Looks at a run that is sealed, now. Reads from where artifacts are kept.
     *
     * @param build null where it is gone or who looks may not see it; nothing is remembered of that
     */
    public Copy look(Run<?, ?> build, io.jenkins.plugins.iac.run.Run run) {
        if (build == null) {
            return new Copy(run.id(), State.MISSING, null, "the build is gone, or you may not see it");
        }
        Copy copy = found(build, run.id(), run.fact("evidence").path("sha256").asText());
        synchronized (this) {
            last.remove(run.id());
            last.put(run.id(), copy);
            if (last.size() > MOST_RUNS) {
                last.remove(last.keySet().iterator().next());
            }
        }
        return copy;
    }

    /** The same right after the artifacts of a run that is sealed were archived, or could not be; counts it. */
    void archived(Run<?, ?> build, io.jenkins.plugins.iac.run.Run run) {
        if (run.fact("evidence").isObject()) {
            State state = look(build, run).state();
            synchronized (this) {
                counts.merge(state, 1L, Long::sum);
            }
        }
    }

    private static Copy found(Run<?, ?> build, String id, String sealed) {
        try {
            VirtualFile file = build.getArtifactManager().root().child(RunArtifacts.path(id, Sealer.EVIDENCE));
            if (!file.exists()) {
                return new Copy(id, State.MISSING, null, "it is not among the artifacts of the build");
            }
            Instant written = Instant.ofEpochMilli(file.lastModified());
            if (file.length() > MOST_BYTES) {
                String meaning = "it is larger than any evidence; the log has what was sealed";
                return new Copy(id, State.CHANGED, written, meaning);
            }
            try (InputStream in = file.open()) {
                return Sha256.of(in).toString().equals(sealed)
                        ? new Copy(id, State.THERE, written, "it is what was sealed")
                        : new Copy(id, State.CHANGED, written, "it is not what was sealed; the log has that");
            }
        } catch (IOException | RuntimeException e) {
            // An artifact manager is of another plugin; whatever it throws, the run has ended as it has.
            return new Copy(id, State.UNREACHABLE, null, "it cannot be read now: " + e.getMessage());
        }
    }

    /** The last runs that were looked at, as they stood then; the latest first. */
    public synchronized List<Copy> last() {
        List<Copy> copies = new ArrayList<>(last.values());
        Collections.reverse(copies);
        return copies;
    }

    /** How it stood when it was archived, of all runs since the controller started; every state has a number. */
    public synchronized Map<State, Long> counts() {
        Map<State, Long> all = new EnumMap<>(State.class);
        for (State state : State.values()) {
            all.put(state, counts.getOrDefault(state, 0L));
        }
        return all;
    }
}
