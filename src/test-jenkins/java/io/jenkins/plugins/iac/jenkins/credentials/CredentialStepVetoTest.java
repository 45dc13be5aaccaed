package io.jenkins.plugins.iac.jenkins.credentials;

import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import org.jenkinsci.plugins.credentialsbinding.impl.BindingStep;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EchoStep;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class CredentialStepVetoTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final CredentialStepVeto veto = new CredentialStepVeto();

    private static Step withCredentials() {
        return new BindingStep(java.util.List.of());
    }

    private static Throwable refusal(CredentialStepVeto veto, Step step, Object answer) {
        Context context = new Context(answer);
        veto.notifyOfNewStep(step, context);
        return context.failure;
    }

    /** Pipeline goes on after an exception of a listener, so that every one of them has to end in a refusal. */
    @Test
    public void notifyOfNewStep_whatGoesWrong_refuses() {
        for (Object answer : new Object[] {
            new IllegalStateException("broken"), new java.io.IOException("broken"), new NoClassDefFoundError("broken")
        }) {
            Throwable refusal = refusal(veto, withCredentials(), answer);
            assertNotNull(answer.toString(), refusal);
            assertTrue(refusal.getMessage(), refusal.getMessage().contains("cannot be told whose code"));
        }
    }

    @Test
    public void notifyOfNewStep_noRun_refuses() {
        assertNotNull(refusal(veto, withCredentials(), null));
    }

    @Test
    public void notifyOfNewStep_otherStep_isNotEvenLookedAt() {
        assertNull(refusal(veto, new EchoStep("x"), new IllegalStateException("broken")));
    }

    /** A context that answers with one thing, or throws it. */
    private static final class Context extends StepContext {
        private static final long serialVersionUID = 1L;
        private final transient Object answer;
        private transient Throwable failure;

        Context(Object answer) {
            this.answer = answer;
        }

        @Override
        public <T> T get(Class<T> key) throws java.io.IOException, InterruptedException {
            if (answer instanceof RuntimeException e) {
                throw e;
            }
            if (answer instanceof Error e) {
                throw e;
            }
            if (answer instanceof java.io.IOException e) {
                throw e;
            }
            return key.cast(answer);
        }

        @Override
        public void onFailure(Throwable t) {
            failure = t;
        }

        @Override
        public void onSuccess(Object result) {
            throw new AssertionError("a listener does not finish a step");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public ListenableFuture<Void> saveState() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setResult(hudson.model.Result r) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BodyInvoker newBodyInvoker() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasBody() {
            return true;
        }

        @Override
        public boolean equals(Object o) {
            return this == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
