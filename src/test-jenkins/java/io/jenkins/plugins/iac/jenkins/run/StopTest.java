package io.jenkins.plugins.iac.jenkins.run;

import static org.junit.Assert.assertEquals;

import hudson.model.Result;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Who is named for a run that was stopped. */
public class StopTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    /** As a timeout or a newer build says it. */
    private static final class Said extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;
        private final String sentence;

        Said(String sentence) {
            this.sentence = sentence;
        }

        @Override
        public String getShortDescription() {
            return sentence;
        }
    }

    private static Stop of(CauseOfInterruption... causes) {
        return Stop.of(new FlowInterruptedException(Result.ABORTED, true, causes));
    }

    @Test
    public void of_aPerson_isTheirId() {
        CauseOfInterruption alice = new CauseOfInterruption.UserInterruption("alice");
        assertEquals(new Stop("alice", "Aborted by alice"), of(alice));
        assertEquals(new Stop("alice", "newer; Aborted by alice"), of(new Said("newer"), alice));
    }

    @Test
    public void of_anythingElse_isWhatItSays() {
        assertEquals(
                new Stop("Timeout has been exceeded", "Timeout has been exceeded"),
                of(new Said("Timeout has been exceeded")));
        assertEquals(new Stop("a  b", "a  b"), of(new Said("a\n\u001bb")));
    }

    @Test
    public void of_noCause_isSomebody() {
        assertEquals(new Stop("somebody", "the build was stopped"), of());
        assertEquals(new Stop("somebody", "the build was stopped"), of(new Said(null)));
        assertEquals(new Stop("somebody", "lost"), Stop.of(new InterruptedException("lost")));
        assertEquals(new Stop("somebody", "the build was stopped"), Stop.of(null));
    }
}
