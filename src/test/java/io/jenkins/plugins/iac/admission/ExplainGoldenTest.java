package io.jenkins.plugins.iac.admission;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

/** The JSON of explain is an interface: scripts of other people read it. */
public class ExplainGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/admission");

    private static void assertGolden(String name, Request request) throws IOException {
        AdmissionDecision decision = new Admission(AdmissionTest.CATALOG).decide(request);
        Path file = GOLDEN.resolve(name + ".json");
        assertEquals(Json.parse(Files.readString(file)), Json.parse(Json.write(decision.toJson())));
    }

    @Test
    public void toJson_forkAsksForPlan_rejected() throws IOException {
        RunSource fork = AdmissionTest.source(SourceKind.FORK_PULL_REQUEST, "evil");
        assertGolden("fork-plan", Request.of("prod/web", Operation.PLAN, fork, AdmissionTest.OPEN));
    }

    @Test
    public void toJson_forkAsksForValidate_staticLane() throws IOException {
        RunSource fork = AdmissionTest.source(SourceKind.FORK_PULL_REQUEST, "evil");
        assertGolden("fork-validate", Request.of("prod/web", Operation.VALIDATE, fork, AdmissionTest.OPEN));
    }

    @Test
    public void toJson_applyBeforeCheckout_deferred() throws IOException {
        RunSource main = AdmissionTest.source(SourceKind.BRANCH, "main").withCommitSigned(Tri.UNKNOWN);
        assertGolden("apply-deferred", Request.of("prod/orders-db", Operation.APPLY, main, AdmissionTest.OPEN));
    }

    @Test
    public void toJson_noPool_allConditions() throws IOException {
        RunSource main = AdmissionTest.source(SourceKind.BRANCH, "main");
        assertGolden("no-pool", Request.of("prod/far", Operation.PLAN, main, AdmissionTest.OPEN));
    }

    @Test
    public void toJson_unknownStack_rejected() throws IOException {
        RunSource main = AdmissionTest.source(SourceKind.BRANCH, "main");
        assertGolden("unknown-stack", Request.of("prod/nothing", Operation.PLAN, main, AdmissionTest.OPEN));
    }
}
