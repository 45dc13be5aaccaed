package io.jenkins.plugins.iac.jenkins.scm;

import io.jenkins.plugins.iac.model.RunSource;
import java.util.List;

/**
 * What Jenkins recorded about a build before anything of it ran.
 *
 * @param source the code and who asked; repository and commit are null where there is no SCM head, then they come from the
 *     catalog
 * @param replayed whether the script may be another than the one in the repository (Replay, or Rebuild of a Pipeline)
 * @param restarted whether the build began in the middle (Restart from Stage), so that earlier stages prove nothing
 * @param requesters everybody who asked for this build; more than one where Jenkins folded requests into one
 * @param why for people, how the kind of the source was found out
 */
public record BuildFacts(RunSource source, boolean replayed, boolean restarted, List<String> requesters, String why) {
    public BuildFacts {
        requesters = List.copyOf(requesters);
    }
}
