package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.identity.Token;
import io.jenkins.plugins.iac.jenkins.agent.TokenOnAgent;
import io.jenkins.plugins.iac.run.Identities;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Function;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The identity of a phase, as the step keeps it: where its token is, never the token itself. */
final class PhaseIdentity implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TokenOnAgent token;

    private PhaseIdentity(TokenOnAgent token) {
        this.token = token;
    }

    /** Issues the first token and puts it on the agent; null where the run has none, and the log says why. */
    static PhaseIdentity give(
            StepContext context,
            RunServices services,
            Optional<CloudBinding> wanted,
            Run now,
            Function<Run, Token> issue)
            throws IOException, InterruptedException {
        if (wanted.isEmpty()) {
            new Identities(services)
                    .whyNone(now)
                    .ifPresent(context.get(TaskListener.class).getLogger()::println);
            return null;
        }
        CloudBinding binding = wanted.get();
        VirtualChannel channel = channel(context);
        Token token = issue.apply(now);
        TokenOnAgent placed = TokenOnAgent.place(channel, binding, token);
        context.get(TaskListener.class)
                .getLogger()
                .println("identity: " + token + ", valid until " + token.expiresAt());
        return new PhaseIdentity(placed);
    }

    /**
     * Issues the next token where one is due. A token that is not renewed expires; what the tool is doing then is for its
     * cloud to say.
     *
     * @return whether this changed and should be saved
     */
    boolean renew(StepContext context, RunServices services, String run) throws IOException, InterruptedException {
        if (!token.isDue(services.clock().instant())) {
            return false;
        }
        try {
            token.renew(
                    channel(context),
                    new Identities(services).issue(services.book().get(run)));
        } catch (IOException | RuntimeException e) {
            // Whatever it is: an apply under way is not given up for want of a token.
            token.giveUp();
            context.get(TaskListener.class).getLogger().println("the identity is not renewed: " + e.getMessage());
        }
        return true;
    }

    /** Deletes the token; the worker has done so already unless it was killed. */
    void delete(StepContext context) throws IOException, InterruptedException {
        token.delete(channel(context));
    }

    private static VirtualChannel channel(StepContext context) throws IOException, InterruptedException {
        Computer computer = context.get(Computer.class);
        if (computer == null || computer.getChannel() == null) {
            throw new IOException("the agent is away");
        }
        return computer.getChannel();
    }
}
