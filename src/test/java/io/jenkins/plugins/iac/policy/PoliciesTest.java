package io.jenkins.plugins.iac.policy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.PolicyRule;
import io.jenkins.plugins.iac.model.Tri;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.Test;

/** Whatever keeps the engine from an answer, the answer is unknown, and a mandatory policy refuses. */
public class PoliciesTest {
    /** Every change against every other: work that the steps allow and a millisecond does not. */
    private static final String SLOW = "plan.changes.all(a, plan.changes.all(b, a.type == b.type))";

    private static final Facts FACTS = Facts.builder()
            .put(Fact.PLAN_CREATE, 1L)
            .put(Fact.PLAN_CHANGES, Collections.nCopies(400, Map.of("type", "terraform_data")))
            .build();

    private static PolicyResult judge(
            Function<PolicyRule, Expression> compiled, Duration most, String level, String cel) {
        PolicyRule rule = new PolicyRule("one", "plan", level, cel, "as it must be");
        return new Policies(compiled, most)
                .judge(Point.PLAN, List.of(rule), FACTS)
                .get(0);
    }

    private static PolicyResult judge(Duration most, String cel) {
        return judge(p -> Expression.of(p.cel(), Vocabulary.RUN), most, "hard-mandatory", cel);
    }

    @Test
    public void judge_everyAnswer_refusesButForYes() {
        assertTrue(judge(Duration.ofMinutes(1), "plan.create == 1").passed());
        assertFalse(judge(Duration.ofMinutes(1), "plan.create == 2").passed());
        PolicyResult unknown = judge(Duration.ofMinutes(1), "plan.delete == 0");
        assertEquals(Tri.UNKNOWN, unknown.answer());
        assertFalse(unknown.passed());
    }

    @Test
    public void judge_tooSlow_isUnknownAndSaysSo() {
        PolicyResult late = judge(Duration.ofMillis(1), SLOW);
        assertEquals(Tri.UNKNOWN, late.answer());
        assertFalse(late.passed());
        assertTrue(late.reason(), late.reason().contains("longer than 1 ms"));
        assertTrue("the same in time", judge(Duration.ofMinutes(1), SLOW).passed());
    }

    @Test
    public void judge_tooManySteps_isUnknown() {
        String all =
                "plan.changes.all(a, plan.changes.all(b, plan.changes.all(c, a.type == b.type && b.type == c.type)))";
        PolicyResult result = judge(Duration.ofMinutes(1), all);
        assertEquals(Tri.UNKNOWN, result.answer());
        assertFalse(result.passed());
    }

    @Test
    public void judge_engineFails_isUnknownAtEveryLevel() {
        for (String level : List.of("advisory", "soft-mandatory", "hard-mandatory")) {
            PolicyResult result = judge(
                    p -> {
                        throw new IllegalStateException("the library broke");
                    },
                    Duration.ofMinutes(1),
                    level,
                    "true");
            assertEquals(level, Tri.UNKNOWN, result.answer());
            assertFalse(level, result.passed());
            assertTrue(result.reason(), result.reason().contains("IllegalStateException"));
        }
    }

    @Test
    public void judge_interrupted_isUnknownAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        PolicyResult result = judge(Duration.ofMinutes(1), SLOW);
        assertTrue("whoever stopped the run is heard", Thread.interrupted());
        assertEquals(Tri.UNKNOWN, result.answer());
        assertFalse(result.passed());
    }
}
