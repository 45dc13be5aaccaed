package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Sha256;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one person said about one plan, as the host established it at that time.
 *
 * @param user id of the person, from the host's own authentication
 * @param teams names of the teams that the person was in at that time ({@link TeamDirectory#teamsOf})
 * @param digest digest of the plan that the person was shown
 * @param decision approve or reject
 * @param comment what the person wrote, possibly empty
 * @param at when, by the host's clock
 * @param authenticated whether the host really knows who it was
 * @param via by which way: {@code page}, {@code input}, {@code cli}
 */
public record Vote(
        String user,
        SortedSet<String> teams,
        Sha256 digest,
        Decision decision,
        String comment,
        Instant at,
        boolean authenticated,
        String via) {
    /** What was said. */
    public enum Decision {
        APPROVE,
        REJECT;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Vote {
        user = user == null ? "" : user;
        teams = Collections.unmodifiableSortedSet(new TreeSet<>(teams));
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(at, "at");
        comment = comment == null ? "" : comment;
        via = via == null ? "" : via;
    }

    /** The same with other words. */
    public Vote withComment(String other) {
        return new Vote(user, teams, digest, decision, other, at, authenticated, via);
    }

    public boolean isReject() {
        return decision == Decision.REJECT;
    }
}
