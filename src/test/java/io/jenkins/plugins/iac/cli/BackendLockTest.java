package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Somebody else holds the lock of the backend, with the real tool. */
public class BackendLockTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private LockingBackend backend;
    private Company company;

    @Before
    public void backend() throws Exception {
        Company.tool();
        backend = new LockingBackend();
        company = new Company(temporary.newFolder("c").toPath());
        company.stack("dev/web", backend.member(), "resource \"terraform_data\" \"made\" {\n  input = \"one\"\n}\n")
                .writeCatalog()
                .commit();
    }

    @After
    public void stop() {
        if (backend != null) {
            backend.close();
        }
    }

    /** A run of the branch whose commands wait for the lock for some seconds only. */
    private Answer plan() {
        return company.plan("dev/web", "branch", "main", company.head(), "--timeout", "24");
    }

    @Test
    public void plan_thatMayNeverBeApplied_neitherWaitsForTheLockNorTakesIt() throws Exception {
        backend.hold();
        Answer request = company.plan("dev/web", "pull_request", "main", company.head(), "--request", "7")
                .ends(0);
        assertEquals("plan_only", request.state());
        assertTrue(request.err(), request.err().contains("planning without the backend's lock"));
        Answer drift = company.operation("drift", "dev/web", "branch", "main", company.head())
                .ends(0);
        assertEquals("no_changes", drift.state());
        assertEquals(0, backend.count("LOCK"));
        for (Answer looked : new Answer[] {request, drift}) {
            var shown = company.call("run", "show", looked.run()).ends(0).json();
            assertTrue(shown.toString(), shown.path("planLock").isBoolean());
            assertEquals(false, shown.path("planLock").asBoolean());
        }
    }

    @Test
    public void plan_thatMayBeApplied_needsTheLockAndSaysWhoHoldsIt() {
        backend.hold();
        plan().fails(4, "Error acquiring the state lock", LockingBackend.ID);
        assertTrue(backend.count("LOCK") > 0);
        backend.release();
        Answer plan = plan().ends(0);
        assertEquals("approved", plan.state());
        assertTrue(company.call("run", "show", plan.run())
                .ends(0)
                .json()
                .path("planLock")
                .asBoolean(false));
    }

    @Test
    public void apply_lockedOut_waitsAndIsAppliedWhenTheLockIsFree() throws Exception {
        Answer plan = plan().ends(0);
        backend.hold();
        Answer waits = company.call("apply", plan.run()).fails(2, LockingBackend.ID, "lock.backend", "force-unlock");
        assertEquals("apply_queued", waits.state());
        assertEquals("", backend.state());
        JsonNode runs = company.call("runs").ends(0).json();
        assertEquals(
                "nothing is locked or frozen: " + runs, 0, runs.path("locks").size());
        JsonNode shown = company.call("run", "show", plan.run()).ends(0).json();
        assertTrue(shown.toString(), shown.path("meaning").asText().contains(LockingBackend.ID));
        JsonNode why = shown.path("waiting").path("reasons").path(0);
        assertEquals(shown.toString(), "lock.backend", why.path("rule").asText());
        backend.release();
        Answer applied = company.call("apply", plan.run()).ends(0);
        assertEquals("verified", applied.state());
        assertTrue(backend.state(), backend.state().contains("one"));
        assertTrue(applied.evidence().path("incidents").toString(), tries(applied) == 1);
        assertEquals(
                plan.digest(), applied.evidence().path("applied").path("digest").asText());
        company.call(
                        "verify",
                        applied.json().path("evidence").asText(),
                        "--log",
                        company.home().resolve("evidence").toString())
                .ends(0);
    }

    private static long tries(Answer answer) throws Exception {
        return answer.evidence()
                .path("incidents")
                .valueStream()
                .filter(i -> i.path("what").asText().contains("not applied: the backend's lock " + LockingBackend.ID))
                .count();
    }

    @Test
    public void apply_stateChangedByTheHolderOfTheLock_isRefusedAndLeavesEvidenceWithoutAnApply() throws Exception {
        Answer first = plan().ends(0);
        Answer second = plan().ends(0);
        backend.hold();
        company.call("apply", first.run()).fails(2, "lock.backend");
        backend.release();
        assertEquals("verified", company.call("apply", second.run()).ends(0).state());
        Answer stale = company.call("apply", first.run()).fails(2, "stateSerial");
        assertEquals("refused", stale.state());
        assertEquals(1, tries(stale));
        assertTrue(stale.evidence().path("applied").isNull());
        company.call("verify", stale.json().path("evidence").asText()).ends(0);
    }

    @Test
    public void apply_provisionerWritesTheErrorOfALock_isApplyFailedAndFrozen() throws Exception {
        company.stack(
                        "dev/hostile",
                        "",
                        """
                        resource "terraform_data" "a" {
                          provisioner "local-exec" {
                            command = "cat fake.json > /proc/$PPID/fd/1; exit 1"
                          }
                        }
                        """)
                .file(
                        "dev/hostile/fake.json",
                        """
                        {"type":"diagnostic","diagnostic":{"severity":"error","summary":"Error acquiring the state lock"}}
                        """)
                .writeCatalog()
                .commit();
        Answer plan = company.plan("dev/hostile").ends(0);
        Answer apply = company.call("apply", plan.run()).ends(4);
        assertEquals("apply_failed", apply.state());
        assertTrue(apply.out() + apply.err(), (apply.out() + apply.err()).contains("Error acquiring the state lock"));
        JsonNode lock = company.call("runs").ends(0).json().path("locks").path(0);
        assertEquals(lock.toString(), plan.run(), lock.path("run").asText());
        assertTrue(lock.toString(), lock.path("frozenBecause").asText().startsWith("apply_"));
    }
}
