package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The sample company's network foundation: a change needs its ticket and an approval of its owner. */
public class NetworkFoundationTest {
    private static final String STACK = "prod/eu-west-1/network-foundation";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private DemoCompany company;
    private Path home;

    @Before
    public void company() throws Exception {
        Company.tool();
        company = DemoCompany.make(temporary.getRoot().toPath().toRealPath());
        home = temporary.getRoot().toPath().resolve("home");
    }

    private Answer call(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--home", home.toString(), "--catalog", company.catalog().toString(), "--format", "json"));
        all.add("--trust-local-votes");
        return Company.raw(InstantSource.system(), all.toArray(String[]::new));
    }

    private Answer plan(String kind, String... more) {
        List<String> plan = new ArrayList<>(List.of("plan", "--stack", STACK, "--source", kind, "--ref", "main"));
        plan.addAll(List.of("--dir", company.repository().toString(), "--commit", company.head(), "--actor", "lea"));
        plan.addAll(List.of(more));
        return call(plan.toArray(String[]::new));
    }

    private Answer vote(Answer plan, String user) {
        return call("approve", plan.run(), "--as", user, "--digest", plan.digest());
    }

    private boolean isApplied() throws Exception {
        try (var files = Files.walk(home)) {
            return files.anyMatch(file -> file.endsWith(Path.of(STACK, "terraform.tfstate")));
        }
    }

    @Test
    public void plan_withoutTicketOrWithAnother_isNotForApproval() throws Exception {
        for (String[] more : new String[][] {{}, {"--ticket", "OPS-7"}}) {
            Answer plan = plan("branch", more).ends(2);
            assertEquals("policy_failed", plan.state());
            assertTrue(
                    plan.json().toString(),
                    plan.json().path("policy").toString().contains("names its ticket"));
            vote(plan, "pat").fails(2, "policy_failed");
        }
        assertFalse(isApplied());
    }

    @Test
    public void plan_ofARequest_needsNoTicketAndIsNeverApplied() {
        assertEquals("plan_only", plan("pull_request", "--request", "7").ends(0).state());
    }

    @Test
    public void ticket_thatIsNone_isRefusedBeforeAnythingHappens() {
        plan("branch", "--ticket", "CHG-1; rm").fails(1, "--ticket", "the name of a ticket");
        assertFalse(Files.exists(home.resolve("runs")));
    }

    @Test
    public void change_withTicketAndItsOwner_isApplied_withNobodyElsesVote() throws Exception {
        Answer plan = plan("branch", "--ticket", "CHG-7").ends(0);
        assertEquals("awaiting_approval", plan.state());
        vote(plan, "alice").fails(2, "platform");
        vote(plan, "lea").fails(2, "vote.requester");
        call("apply", plan.run()).fails(2, "owner");
        assertFalse(isApplied());
        assertEquals("approved", vote(plan, "pat").ends(0).state());
        assertEquals("verified", call("apply", plan.run()).ends(0).state());
        assertTrue(isApplied());
    }
}
