package io.jenkins.plugins.iac.jenkins.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.FilePath;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.Test;

/** An agent that goes while it is asked was not reached: the question is due again. */
public class WorkerProcessTest {
    private final FilePath there = new FilePath(new File("."));
    private final List<FilePath> asked = new ArrayList<>();

    /** An agent that is there for so many looks. */
    private Supplier<FilePath> agent(int looks) {
        int[] left = {looks};
        return () -> left[0]-- > 0 ? there : null;
    }

    private boolean reached(int looks, Exception failure) throws Exception {
        return WorkerProcess.reached(agent(looks), workspace -> {
            asked.add(workspace);
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
        });
    }

    @Test
    public void reached_agentAwayOrGone_isFalse_anAgentThatFailsIsNot() throws Exception {
        IOException gone = new IOException("agent a is gone");
        RuntimeException odd = new IllegalStateException("odd");
        assertFalse("away from the beginning", reached(0, gone));
        assertEquals("nobody to ask", List.of(), asked);
        assertTrue("asked and heard", reached(1, null));
        assertFalse("gone meanwhile", reached(1, gone));
        assertFalse("gone meanwhile, whatever is thrown", reached(1, odd));
        assertEquals(List.of(there, there, there), asked);
        assertSame(gone, assertThrows(IOException.class, () -> reached(2, gone)));
        assertSame(odd, assertThrows(IllegalStateException.class, () -> reached(2, odd)));
    }
}
