package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.iac.jenkins.approval.Wait;
import io.jenkins.plugins.iac.model.StackId;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A step that takes a stack the whole way: a plan on an agent of the pool, approval on none, what was approved on an agent. */
public abstract class WholeWayStep extends Step {
    private final String stack;
    private String timeout;
    private String ticket;

    WholeWayStep(String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }

    public String getStack() {
        return stack;
    }

    public String getTimeout() {
        return timeout;
    }

    /** Longest wait for people: {@code 90s}, {@code 30m}, {@code 8h}, {@code 2d}. The environment may end it earlier. */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    public String getTicket() {
        return ticket;
    }

    /** The ticket of the change, named with the request. */
    @DataBoundSetter
    public void setTicket(String ticket) {
        this.ticket = Util.fixEmptyAndTrim(ticket);
    }

    /** The single steps; the arguments are valid. */
    abstract String script(String stack, String timeout, String ticket);

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        String function = getDescriptor().getFunctionName();
        if (!StackId.isValid(stack)) {
            throw new AbortException(function + ": stack: expected " + StackId.EXPECTED + ", found '" + stack + "'");
        }
        try {
            Wait.parse(timeout);
        } catch (IllegalArgumentException e) {
            throw new AbortException(function + ": timeout: " + e.getMessage());
        }
        Tickets.require(function, ticket);
        return new RunExecution(context, stack, script(stack, timeout, ticket));
    }

    /** What their descriptors have in common. */
    public abstract static class WholeWayDescriptor extends StackStepDescriptor {
        WholeWayDescriptor(String function) {
            super(function, false);
        }

        /** Says what is wrong with a time while it is typed. */
        @POST
        public FormValidation doCheckTimeout(@QueryParameter String value) {
            return Wait.check(value);
        }
    }
}
