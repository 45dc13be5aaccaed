package io.jenkins.plugins.iac.approval;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;

public class ApprovalLedgerTest {
    private static final Instant OPENED = Instant.parse("2026-11-02T10:00:00Z");
    private static final Duration EXPIRY = Duration.ofHours(24);
    private static final Sha256 PLAN = Sha256.of("this plan");
    private static final Sha256 OTHER = Sha256.of("an older plan");
    private static final Requirement OWNER = requirement("owner", false, 1, "payments");

    private static Requirement requirement(String name, boolean all, int count, String... teams) {
        return new Requirement(name, List.of(teams), all, count, "true", Tri.YES);
    }

    private static Vote approve(String user, String... teams) {
        return vote(user, PLAN, Vote.Decision.APPROVE, OPENED.plusSeconds(60), true, teams);
    }

    private static Vote reject(String user, String... teams) {
        return vote(user, PLAN, Vote.Decision.REJECT, OPENED.plusSeconds(60), true, teams);
    }

    private static Vote vote(
            String user, Sha256 digest, Vote.Decision decision, Instant at, boolean authenticated, String... teams) {
        return new Vote(user, new TreeSet<>(List.of(teams)), digest, decision, "", at, authenticated, "page");
    }

    private static Vote at(Vote vote, Instant at) {
        return new Vote(
                vote.user(), vote.teams(), vote.digest(), vote.decision(), "", at, vote.authenticated(), "page");
    }

    private static VotingContext context() {
        return new VotingContext(
                PLAN,
                OPENED,
                EXPIRY,
                OPENED.plus(Duration.ofHours(1)),
                Party.of("requester"),
                Party.of("author"),
                true,
                false,
                Memberships.RECORDED,
                PersonIds.CASE_INSENSITIVE);
    }

    private static ApprovalStatus evaluate(List<Requirement> requirements, VotingContext context, Vote... votes) {
        return ApprovalLedger.evaluate(new ApprovalRequirements(requirements), List.of(votes), context);
    }

    private record Row(
            String what,
            List<Requirement> requirements,
            VotingContext context,
            List<Vote> votes,
            String state,
            String refusedBy,
            String missing) {}

    private final List<Row> rows = new ArrayList<>();

    private void row(
            String what,
            List<Requirement> requirements,
            VotingContext context,
            List<Vote> votes,
            String state,
            String refusedBy,
            String missing) {
        rows.add(new Row(what, requirements, context, votes, state, refusedBy, missing));
    }

    @Test
    public void evaluate_tableOfCases_givesStateReasonsAndWhatIsMissing() {
        List<Requirement> one = List.of(OWNER);
        List<Requirement> two = List.of(requirement("owner", false, 2, "payments"));
        List<Requirement> both = List.of(OWNER, requirement("destructive", false, 1, "sre"));
        List<Requirement> either = List.of(requirement("any", false, 2, "payments", "sre"));
        List<Requirement> each = List.of(requirement("each", true, 1, "payments", "sre"));
        List<Requirement> nobody = List.of(requirement("orphan", false, 1, "@stack.owner"));
        List<Requirement> noTeam = List.of(requirement("noTeam", false, 1));
        VotingContext c = context();
        Instant now = c.now();

        row("nothing required", List.of(), c, List.of(), "approved", "", "");
        row("no vote yet", one, c, List.of(), "waiting", "", "owner 0/1");
        row("a member", one, c, List.of(approve("bob", "payments")), "approved", "", "");
        row("a stranger", one, c, List.of(approve("eve")), "waiting", "vote.team", "owner 0/1");
        row("of another team", one, c, List.of(approve("eve", "sre")), "waiting", "vote.team", "owner 0/1");
        row("admin in no team", one, c, List.of(approve("admin")), "waiting", "vote.team", "owner 0/1");
        row("team by case", one, c, List.of(approve("eve", "Payments")), "waiting", "vote.team", "owner 0/1");
        row(
                "the requester",
                one,
                c,
                List.of(approve("requester", "payments")),
                "waiting",
                "vote.requester",
                "owner 0/1");
        row(
                "requester, shouting",
                one,
                c,
                List.of(approve("REQUESTER ", "payments")),
                "waiting",
                "vote.requester",
                "owner 0/1");
        row(
                "requester, full width",
                one,
                c,
                List.of(approve("ｒequester", "payments")),
                "waiting",
                "vote.requester",
                "owner 0/1");
        row("the author", one, c, List.of(approve("author", "payments")), "waiting", "vote.author", "owner 0/1");
        row(
                "author allowed",
                one,
                with(c, Party.of("author"), false),
                List.of(approve("author", "payments")),
                "approved",
                "",
                "");
        row(
                "author by another id",
                one,
                with(c, Party.of(List.of("x", "bob@example.org")), true),
                List.of(approve("Bob@Example.org", "payments")),
                "waiting",
                "vote.author",
                "owner 0/1");
        row(
                "twice by one",
                two,
                c,
                List.of(approve("bob", "payments"), approve("bob", "payments")),
                "waiting",
                "vote.once",
                "owner 1/2");
        row(
                "twice, other case",
                two,
                c,
                List.of(approve("bob", "payments"), approve("BOB", "payments")),
                "waiting",
                "vote.once",
                "owner 1/2");
        row(
                "two people",
                two,
                c,
                List.of(approve("bob", "payments"), approve("carol", "payments")),
                "approved",
                "",
                "");
        row(
                "another digest",
                one,
                c,
                List.of(vote("bob", OTHER, Vote.Decision.APPROVE, now, true, "payments")),
                "waiting",
                "vote.digest",
                "owner 0/1");
        row(
                "wrong digest, then right",
                one,
                c,
                List.of(vote("bob", OTHER, Vote.Decision.APPROVE, now, true, "payments"), approve("bob", "payments")),
                "approved",
                "vote.digest",
                "");
        row(
                "before it was asked",
                one,
                c,
                List.of(at(approve("bob", "payments"), OPENED.minusSeconds(1))),
                "waiting",
                "vote.time",
                "owner 0/1");
        row(
                "future-dated",
                one,
                c,
                List.of(at(approve("bob", "payments"), now.plusSeconds(1))),
                "waiting",
                "vote.time",
                "owner 0/1");
        row("this very second", one, c, List.of(at(approve("bob", "payments"), now)), "approved", "", "");
        row(
                "last moment",
                one,
                c.at(OPENED.plus(EXPIRY)),
                List.of(at(approve("bob", "payments"), OPENED.plus(EXPIRY).minusMillis(1))),
                "approved",
                "",
                "");
        row(
                "after expiry",
                one,
                c.at(OPENED.plus(EXPIRY).plusSeconds(9)),
                List.of(at(approve("bob", "payments"), OPENED.plus(EXPIRY))),
                "expired",
                "vote.time",
                "owner 0/1");
        row("expired without vote", one, c.at(OPENED.plus(EXPIRY)), List.of(), "expired", "", "owner 0/1");
        row(
                "vote grown old at the door",
                one,
                c.at(OPENED.plus(EXPIRY).plusSeconds(60)),
                List.of(approve("bob", "payments")),
                "expired",
                "vote.age",
                "owner 0/1");
        row(
                "vote not yet old at the door",
                one,
                c.at(OPENED.plus(EXPIRY).plusSeconds(59)),
                List.of(approve("bob", "payments")),
                "approved",
                "",
                "");
        row(
                "not authenticated",
                one,
                c,
                List.of(vote("bob", PLAN, Vote.Decision.APPROVE, now, false, "payments")),
                "waiting",
                "vote.authenticated",
                "owner 0/1");
        row(
                "not authenticated, taken",
                one,
                c.acceptUnauthenticated(true),
                List.of(vote("bob", PLAN, Vote.Decision.APPROVE, now, false, "payments")),
                "approved",
                "",
                "");
        row("no user", one, c, List.of(approve(" ", "payments")), "waiting", "vote.user", "owner 0/1");
        row("null user", one, c, List.of(approve(null, "payments")), "waiting", "vote.user", "owner 0/1");

        row("one of two requirements", both, c, List.of(approve("bob", "payments")), "waiting", "", "destructive 0/1");
        row("one person in both teams", both, c, List.of(approve("bob", "payments", "sre")), "approved", "", "");
        row(
                "two people for two",
                both,
                c,
                List.of(approve("bob", "payments"), approve("dan", "sre")),
                "approved",
                "",
                "");
        row(
                "any team, two people",
                either,
                c,
                List.of(approve("bob", "payments"), approve("dan", "sre")),
                "approved",
                "",
                "");
        row("any team, one in both", either, c, List.of(approve("bob", "payments", "sre")), "waiting", "", "any 1/2");
        row("all teams, one voted", each, c, List.of(approve("bob", "payments")), "waiting", "", "each 0/1 sre");
        row("all teams", each, c, List.of(approve("bob", "payments"), approve("dan", "sre")), "approved", "", "");
        row(
                "nobody owns the stack",
                nobody,
                c,
                List.of(approve("bob", "payments")),
                "waiting",
                "vote.team",
                "orphan 0/1");
        row("no team at all", noTeam, c, List.of(approve("bob", "payments")), "waiting", "vote.team", "noTeam 0/1");
        row(
                "count below one",
                List.of(requirement("zero", false, 0, "payments")),
                c,
                List.of(),
                "waiting",
                "",
                "zero 0/1");

        row(
                "reject ends it",
                one,
                c,
                List.of(approve("bob", "payments"), reject("carol", "payments")),
                "rejected",
                "",
                "");
        row(
                "reject, then approve",
                one,
                c,
                List.of(reject("carol", "payments"), approve("bob", "payments")),
                "rejected",
                "",
                "");
        row(
                "a change of mind",
                one,
                c,
                List.of(approve("bob", "payments"), reject("bob", "payments")),
                "rejected",
                "",
                "");
        row("requester may reject", one, c, List.of(reject("requester", "payments")), "rejected", "", "owner 0/1");
        row(
                "reject stays",
                one,
                c.at(OPENED.plus(EXPIRY).plusSeconds(999)),
                List.of(reject("bob", "payments")),
                "rejected",
                "",
                "owner 0/1");
        row(
                "a stranger's reject",
                one,
                c,
                List.of(reject("eve"), approve("bob", "payments")),
                "approved",
                "vote.team",
                "");
        row(
                "reject of another plan",
                one,
                c,
                List.of(vote("bob", OTHER, Vote.Decision.REJECT, now, true, "payments")),
                "waiting",
                "vote.digest",
                "owner 0/1");

        VotingContext unknownAuthor = with(c, Party.UNKNOWN, true);
        row(
                "unknown author costs one more",
                one,
                unknownAuthor,
                List.of(approve("bob", "payments")),
                "waiting",
                "",
                "owner 1/2");
        row(
                "unknown author, two votes",
                one,
                unknownAuthor,
                List.of(approve("bob", "payments"), approve("carol", "payments")),
                "approved",
                "",
                "");
        row(
                "unknown author, nobody cares",
                one,
                with(c, Party.UNKNOWN, false),
                List.of(approve("bob", "payments")),
                "approved",
                "",
                "");
        row(
                "null author is unknown",
                one,
                with(c, null, true),
                List.of(approve("bob", "payments")),
                "waiting",
                "",
                "owner 1/2");
        row(
                "blank author is unknown",
                one,
                with(c, Party.of(" "), true),
                List.of(approve("bob", "payments")),
                "waiting",
                "",
                "owner 1/2");
        row(
                "no author at all",
                one,
                with(c, Party.NOBODY, true),
                List.of(approve("bob", "payments")),
                "approved",
                "",
                "");
        VotingContext unknownBoth = requester(unknownAuthor, Party.UNKNOWN);
        row(
                "both unknown cost two more",
                one,
                unknownBoth,
                List.of(approve("bob", "payments"), approve("carol", "payments")),
                "waiting",
                "",
                "owner 2/3");
        row("a timer asked", one, requester(c, Party.NOBODY), List.of(approve("bob", "payments")), "approved", "", "");
        row(
                "unknown costs in every team",
                each,
                unknownAuthor,
                List.of(approve("bob", "payments"), approve("dan", "sre")),
                "waiting",
                "",
                "each 1/2 payments; each 1/2 sre");
        row(
                "unknown membership",
                one,
                c.withRealm((v, t) -> Tri.UNKNOWN, PersonIds.CASE_INSENSITIVE),
                List.of(approve("bob", "payments")),
                "waiting",
                "vote.team",
                "owner 0/1");
        row(
                "realm says null",
                one,
                c.withRealm((v, t) -> null, PersonIds.CASE_INSENSITIVE),
                List.of(approve("bob", "payments")),
                "waiting",
                "vote.team",
                "owner 0/1");
        row(
                "realm throws",
                one,
                c.withRealm(
                        (v, t) -> {
                            throw new IllegalStateException("ldap");
                        },
                        PersonIds.CASE_INSENSITIVE),
                List.of(approve("bob", "payments")),
                "waiting",
                "vote.team",
                "owner 0/1");
        row(
                "left the team since",
                one,
                c.withRealm(Memberships.RECORDED.and((v, t) -> Tri.NO), PersonIds.CASE_INSENSITIVE),
                List.of(approve("bob", "payments")),
                "waiting",
                "vote.team",
                "owner 0/1");
        row(
                "realm where case matters",
                two,
                c.withRealm(Memberships.RECORDED, PersonIds.CASE_SENSITIVE),
                List.of(approve("bob", "payments"), approve("BOB", "payments")),
                "approved",
                "",
                "");

        for (Row r : rows) {
            ApprovalStatus status =
                    ApprovalLedger.evaluate(new ApprovalRequirements(r.requirements), r.votes, r.context);
            assertEquals(r.what, r.state, status.state().id());
            assertEquals(
                    r.what,
                    r.refusedBy,
                    status.refused().stream().map(x -> x.reason().rule()).collect(Collectors.joining(" ")));
            assertEquals(
                    r.what,
                    r.missing,
                    status.missing().stream()
                            .map(m -> m.requirement() + " " + m.have() + "/" + m.need()
                                    + (r.missing.matches(".*[0-9] [a-z].*") ? " " + String.join(",", m.teams()) : ""))
                            .collect(Collectors.joining("; ")));
            assertTrue(r.what, status.refused().stream().noneMatch(x -> x.reason()
                    .message()
                    .isEmpty()));
        }
    }

    private static VotingContext with(VotingContext c, Party author, boolean exclude) {
        return new VotingContext(
                c.digest(),
                c.openedAt(),
                c.expiry(),
                c.now(),
                c.requester(),
                author,
                exclude,
                c.acceptUnauthenticated(),
                c.memberships(),
                c.persons());
    }

    private static VotingContext requester(VotingContext c, Party requester) {
        return new VotingContext(
                c.digest(),
                c.openedAt(),
                c.expiry(),
                c.now(),
                requester,
                c.author(),
                c.excludeAuthor(),
                c.acceptUnauthenticated(),
                c.memberships(),
                c.persons());
    }

    @Test
    public void evaluate_countedVote_saysForWhichRequirements() {
        List<Requirement> requirements = List.of(OWNER, requirement("destructive", false, 1, "sre"));
        ApprovalStatus status =
                evaluate(requirements, context(), approve("bob", "payments", "sre"), approve("dan", "sre"));
        assertEquals(List.of("owner", "destructive"), status.counted().get(0).requirements());
        assertEquals(List.of("destructive"), status.counted().get(1).requirements());
    }

    @Test
    public void mayVote_secondVote_failsOnThatAlone() {
        ApprovalRequirements requirements = new ApprovalRequirements(List.of(OWNER));
        List<Condition> conditions = VoteCheck.mayVote(
                requirements, List.of(approve("bob", "payments")), approve("Bob", "payments"), context());
        assertFalse(VoteCheck.passes(conditions));
        assertEquals(
                List.of("vote.once"),
                conditions.stream()
                        .filter(c -> !c.passed())
                        .map(Condition::rule)
                        .toList());
        assertTrue(VoteCheck.passes(
                VoteCheck.mayVote(requirements, List.of(approve("eve")), approve("eve", "payments"), context())));
    }

    @Test
    public void mayVote_andLedger_neverDisagree() {
        ApprovalRequirements requirements = new ApprovalRequirements(List.of(OWNER));
        List<Vote> all = List.of(
                approve("eve"),
                approve("bob", "payments"),
                approve("BOB", "payments"),
                approve("requester", "payments"),
                reject("author", "payments"),
                vote("carol", OTHER, Vote.Decision.APPROVE, OPENED, true, "payments"));
        List<Vote> allowed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (VoteCheck.passes(VoteCheck.mayVote(requirements, all.subList(0, i), all.get(i), context()))) {
                allowed.add(all.get(i));
            }
        }
        assertEquals(
                allowed,
                ApprovalLedger.evaluate(requirements, all, context()).counted().stream()
                        .map(ApprovalStatus.Counted::vote)
                        .toList());
        assertEquals(2, allowed.size());
    }
}
