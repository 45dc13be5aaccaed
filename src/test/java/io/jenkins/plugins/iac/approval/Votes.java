package io.jenkins.plugins.iac.approval;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Votes, requirements and contexts by short names, and one line for each case of a table. */
final class Votes {
    static final Instant OPENED = Instant.parse("2026-11-02T10:00:00Z");
    static final Instant CAST = OPENED.plusSeconds(60);
    static final Instant NOW = OPENED.plus(Duration.ofHours(1));
    static final Instant DEADLINE = OPENED.plus(Duration.ofHours(24));
    static final Sha256 PLAN = Sha256.of("this plan");
    static final Vote BOB = approve("bob", "pay");
    static final Vote CAROL = approve("carol", "pay");
    static final Vote DAN = approve("dan", "sre");
    static final Vote BOTH = approve("bob", "pay", "sre");

    private Votes() {}

    static Requirement need(String name, int count, String... teams) {
        return new Requirement(name, List.of(teams), false, count, "true", Tri.YES);
    }

    static Requirement needAll(String name, int count, String... teams) {
        return new Requirement(name, List.of(teams), true, count, "true", Tri.YES);
    }

    static Requirement needSeparate(String name, int count, String... teams) {
        return new Requirement(name, List.of(teams), false, count, "true", Tri.YES, true);
    }

    static Vote approve(String user, String... teams) {
        return new Vote(user, new TreeSet<>(List.of(teams)), PLAN, Vote.Decision.APPROVE, "", CAST, true, "page");
    }

    static Vote reject(Vote vote) {
        return new Vote(vote.user(), vote.teams(), vote.digest(), Vote.Decision.REJECT, "no", vote.at(), true, "page");
    }

    static Vote at(Vote vote, Instant at) {
        return new Vote(vote.user(), vote.teams(), vote.digest(), vote.decision(), "", at, true, "page");
    }

    static Vote forOtherPlan(Vote vote) {
        Sha256 other = Sha256.of("an older plan");
        return new Vote(vote.user(), vote.teams(), other, vote.decision(), "", vote.at(), true, "page");
    }

    static Vote unauthenticated(Vote vote) {
        return new Vote(vote.user(), vote.teams(), vote.digest(), vote.decision(), "", vote.at(), false, "cli");
    }

    static VotingContext context(Party requester, Party author, boolean excludeAuthor) {
        return new VotingContext(
                PLAN,
                OPENED,
                Duration.ofHours(24),
                NOW,
                requester,
                author,
                excludeAuthor,
                false,
                Memberships.RECORDED,
                PersonIds.CASE_INSENSITIVE);
    }

    static VotingContext context() {
        return context(Party.of("requester"), Party.of("author"), true);
    }

    /** Expected: the state, then the rule of each refused vote, then {@code requirement have/need} of each missing one. */
    static void check(
            String what, String expected, List<Requirement> requirements, VotingContext context, Vote... votes) {
        ApprovalStatus status =
                ApprovalLedger.evaluate(new ApprovalRequirements(requirements), List.of(votes), context);
        String refused =
                status.refused().stream().map(x -> " " + x.reason().rule()).collect(Collectors.joining());
        String missing = status.missing().stream()
                .map(m -> " " + m.requirement() + " " + m.have() + "/" + m.need())
                .collect(Collectors.joining());
        assertEquals(what, expected, status.state().id() + refused + missing);
        assertEquals(
                what, votes.length, status.counted().size() + status.refused().size());
        assertTrue(
                what,
                status.refused().stream().noneMatch(x -> x.reason().message().isEmpty()));
    }
}
