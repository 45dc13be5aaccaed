package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.plan.Bounded;
import io.jenkins.plugins.iac.plan.OutputChange;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.policy.PolicyResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class ConstraintCheckTest {
    private static final Set<ChangeKind> HARMLESS = Set.of(ChangeKind.IMPORT, ChangeKind.NO_OP, ChangeKind.READ);

    private static PlanSummary plan(Map<ChangeKind, Long> counts, long outputs) {
        Bounded<OutputChange> changed = new Bounded<>(List.of(), outputs);
        return new PlanSummary(
                "", "", counts, null, null, null, null, changed, null, null, Tri.YES, Tri.YES, Tri.NO, null, 0, null);
    }

    private static PolicyResult judged(Map<ChangeKind, Long> counts, long outputs) {
        List<PolicyResult> results = ConstraintCheck.judge(Constraints.NONE, Operation.IMPORT, plan(counts, outputs));
        assertEquals(1, results.size());
        assertEquals("constraint:importOnly", results.get(0).policy());
        return results.get(0);
    }

    /** Each kind there is or will be: one that nobody listed as harmless is refused. */
    @Test
    public void judge_importWithEachKind_passesOnlyWithWhatChangesNothing() {
        for (ChangeKind kind : ChangeKind.values()) {
            Map<ChangeKind, Long> counts = new EnumMap<>(Map.of(ChangeKind.IMPORT, 2L));
            counts.putIfAbsent(kind, 3L);
            PolicyResult result = judged(counts, 0);
            assertEquals(kind.id(), Tri.of(HARMLESS.contains(kind)), result.answer());
            assertEquals(
                    kind.id(),
                    !HARMLESS.contains(kind),
                    result.reason().contains("imports 2, and has 3 " + kind + ";"));
        }
    }

    @Test
    public void judge_planThatImportsNothing_isNoImport() {
        assertEquals(Tri.NO, judged(Map.of(), 0).answer());
        assertEquals(Tri.NO, judged(Map.of(ChangeKind.NO_OP, 1L), 1).answer());
        assertTrue(judged(Map.of(), 0).reason().contains("imports 0; an import imports"));
    }

    /** They follow from what is imported; an object that the code has an output of could not be imported else. */
    @Test
    public void judge_importThatChangesAnOutput_passes() {
        assertEquals(Tri.YES, judged(Map.of(ChangeKind.IMPORT, 1L), 1).answer());
    }
}
