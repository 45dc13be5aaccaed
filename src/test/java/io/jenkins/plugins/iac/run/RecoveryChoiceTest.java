package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import org.junit.Test;

/** What must be said before a stack is unlocked. */
public class RecoveryChoiceTest {
    @Test
    public void required_forEveryEndInDoubt_namesTheChoicesWhereNoneWasSaid() {
        for (String end : new String[] {"apply_failed", "apply_unknown", "verification_failed"}) {
            for (String none : new String[] {null, "", " ", "forget it"}) {
                IacException refused = assertThrows(end, IacException.class, () -> RecoveryChoice.required(none, end));
                assertEquals(IacException.Kind.BAD_INPUT, refused.kind());
                assertTrue(refused.getMessage(), refused.getMessage().contains("repair, import, re-plan, revert"));
            }
            assertEquals(RecoveryChoice.RE_PLAN, RecoveryChoice.required("re-plan", end));
        }
    }

    @Test
    public void required_whereNothingIsInDoubt_asksForNothing() {
        for (String end : new String[] {null, "applied", "unknown"}) {
            assertNull(RecoveryChoice.required("", end));
        }
    }
}
