package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

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
}
