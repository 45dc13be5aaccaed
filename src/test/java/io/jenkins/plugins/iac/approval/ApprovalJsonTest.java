package io.jenkins.plugins.iac.approval;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.Test;

public class ApprovalJsonTest {
    private static final Sha256 PLAN = Sha256.of("plan");
    private static final Instant AT = Instant.parse("2026-11-02T10:00:00Z");
    private static final Vote VOTE = new Vote(
            "bob", new TreeSet<>(List.of("sre", "payments")), PLAN, Vote.Decision.APPROVE, "fine", AT, true, "page");
    private static final Requirement OWNER =
            new Requirement("owner", List.of("payments"), false, 2, "plan.delete > 0", Tri.UNKNOWN);

    @Test
    public void vote_roundTrip_isTheSame() throws Exception {
        assertEquals(VOTE, ApprovalJson.vote(Json.parse(Json.write(ApprovalJson.write(VOTE)))));
        ApprovalRequirements requirements = new ApprovalRequirements(List.of(OWNER));
        assertEquals(requirements, ApprovalJson.requirements(Json.parse(Json.write(ApprovalJson.write(requirements)))));
    }

    @Test
    public void write_status_isTheFrozenForm() {
        VotingContext context = new VotingContext(
                PLAN,
                AT,
                Duration.ofHours(1),
                AT,
                Party.of("req"),
                Party.of("author"),
                true,
                false,
                Memberships.RECORDED,
                PersonIds.CASE_INSENSITIVE);
        Vote stranger = new Vote("eve", new TreeSet<>(), PLAN, Vote.Decision.APPROVE, "", AT, true, "input");
        ApprovalStatus status =
                ApprovalLedger.evaluate(new ApprovalRequirements(List.of(OWNER)), List.of(VOTE, stranger), context);
        assertEquals(
                "{\"state\":\"waiting\",\"approvals\":[{\"user\":\"bob\",\"teams\":[\"payments\",\"sre\"],\"digest\":\""
                        + PLAN
                        + "\",\"decision\":\"approve\",\"comment\":\"fine\",\"at\":\"2026-11-02T10:00:00Z\","
                        + "\"authenticated\":true,\"via\":\"page\",\"requirements\":[\"owner\"]}],"
                        + "\"refused\":[{\"user\":\"eve\",\"teams\":[],\"digest\":\"" + PLAN
                        + "\",\"decision\":\"approve\",\"comment\":\"\",\"at\":\"2026-11-02T10:00:00Z\","
                        + "\"authenticated\":true,\"via\":\"input\",\"rule\":\"vote.team\","
                        + "\"expected\":\"a member of payments\",\"found\":\"a member of no team\","
                        + "\"message\":\"only members of these teams count, administrators included\"}],"
                        + "\"missing\":[{\"requirement\":\"owner\",\"need\":2,\"have\":1,\"teams\":[\"payments\"]}]}",
                Json.write(ApprovalJson.write(status)));
    }

    @Test
    public void vote_damaged_isAnErrorAndNeverAVote() {
        for (String member : List.of("user", "teams", "digest", "decision", "comment", "at", "authenticated", "via")) {
            ObjectNode missing = ApprovalJson.write(VOTE);
            missing.remove(member);
            assertThrows(member, IacException.class, () -> ApprovalJson.vote(missing));
            ObjectNode wrong = ApprovalJson.write(VOTE);
            wrong.put(member, 7);
            assertThrows(member, IacException.class, () -> ApprovalJson.vote(wrong));
        }
        ObjectNode maybe = ApprovalJson.write(VOTE).put("decision", "maybe");
        assertThrows(IacException.class, () -> ApprovalJson.vote(maybe));
        ObjectNode date = ApprovalJson.write(VOTE).put("at", "yesterday");
        assertThrows(IacException.class, () -> ApprovalJson.vote(date));
        assertThrows(IacException.class, () -> ApprovalJson.requirements(Json.object()));
    }

    @Test
    public void inputId_anotherPlan_isAnotherId() {
        String id = PipelineInput.id(PLAN);
        assertEquals("iac-" + PLAN.hex().substring(0, 16), id);
        assertTrue(PipelineInput.asksAbout(id, PLAN));
        assertFalse(PipelineInput.asksAbout(id, Sha256.of("other")));
        assertFalse(PipelineInput.asksAbout("iac-", PLAN));
        assertFalse(PipelineInput.asksAbout(null, PLAN));
    }
}
