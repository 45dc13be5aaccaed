package io.jenkins.plugins.iac.jenkins.step;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import hudson.util.Secret;
import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.identity.Token;
import io.jenkins.plugins.iac.jenkins.agent.AgentHome;
import io.jenkins.plugins.iac.jenkins.agent.TokenOnAgent;
import io.jenkins.plugins.iac.jenkins.run.BuildStacks;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Locations;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.ApplySteps;
import io.jenkins.plugins.iac.run.Identities;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The block of {@code iacCredentials}. The token is a private file on the agent, outside of the workspace, renewed while
 * the block lasts and deleted after it; what is saved with the build are paths.
 */
final class CredentialsExecution extends GeneralNonBlockingStepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(CredentialsExecution.class.getName());

    private String stack;
    private final String operation;
    private String run;
    private String directory;
    private TokenOnAgent onAgent;

    CredentialsExecution(StepContext context, String stack, Operation operation) {
        super(context);
        this.stack = stack;
        this.operation = operation.id();
    }

    @Override
    public boolean start() {
        run(this::begin);
        return false;
    }

    private void begin() throws Exception {
        TaskListener listener = getContext().get(TaskListener.class);
        try {
            open(listener);
        } catch (IacException e) {
            throw Refusals.shown(e, listener);
        }
    }

    private void open(TaskListener listener) throws Exception {
        Operation wanted = Operation.of(operation).orElseThrow();
        RunServices services = IacRuns.get().services();
        stack = StackOfStep.find(getContext(), stack);
        run = BuildStacks.planned(getContext().get(Run.class), stack, "giving out an identity");
        Stack known = Requests.stack(services, stack);
        Identities identities = new Identities(services);
        if (wanted.isWrite()) {
            new ApplySteps(services)
                    .contractForTools(
                            services.book().get(run), Locations.of(known, Requests.environment(services, known)));
        }
        io.jenkins.plugins.iac.run.Run now = services.book().get(run);
        Pool pool = identities.pool(now, wanted);
        Node node = AgentCheck.require(getContext(), pool, stack, wanted);
        Token token = identities.issueToBody(now, wanted);
        FilePath home =
                new AgentHome(node.getRootPath()).process(UUID.randomUUID().toString());
        directory = home.getRemote();
        CloudBinding binding =
                identities.binding(now, wanted, Path.of(directory)).orElseThrow();
        onAgent = TokenOnAgent.place(channel(), binding, token);
        try {
            block(binding, token, listener);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private void block(CloudBinding binding, Token token, TaskListener listener) throws Exception {
        getContext().saveState();
        listener.getLogger().println("identity: " + token + ", valid until " + token.expiresAt());
        renewLater();
        getContext()
                .newBodyInvoker()
                .withContext(EnvironmentExpander.merge(
                        getContext().get(EnvironmentExpander.class), new Variables(binding, token)))
                .withContext(
                        TaskListenerDecorator.merge(getContext().get(TaskListenerDecorator.class), new TokensHidden()))
                .withCallback(new Ended())
                .start();
    }

    private VirtualChannel channel() throws IOException, InterruptedException {
        Computer computer = getContext().get(Computer.class);
        if (computer == null || computer.getChannel() == null) {
            throw new IOException("the agent is away");
        }
        return computer.getChannel();
    }

    private void renewLater() {
        long seconds = Duration.between(Instant.now(), onAgent.renewAt()).toSeconds();
        Timer.get()
                .schedule(
                        () -> Computer.threadPoolForRemoting.submit(this::renew),
                        Math.max(1, seconds),
                        TimeUnit.SECONDS);
    }

    /** Not while the block is closed: a token that is put there afterwards would stay. */
    private synchronized void renew() {
        if (onAgent == null) {
            return;
        }
        try {
            RunServices services = IacRuns.get().services();
            onAgent.renew(
                    channel(),
                    new Identities(services)
                            .issueToBody(
                                    services.book().get(run),
                                    Operation.of(operation).orElseThrow()));
            renewLater();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "the identity of run " + run + " is not renewed; it expires", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onResume() {
        super.onResume();
        if (onAgent != null) {
            renewLater();
        }
    }

    /** After the block, however it ended. */
    private synchronized void close() throws IOException, InterruptedException {
        TokenOnAgent placed = onAgent;
        onAgent = null;
        if (placed != null) {
            placed.delete(channel());
            new FilePath(channel(), directory).deleteRecursive();
        }
    }

    private final class Ended extends TailCall {
        private static final long serialVersionUID = 1L;

        @Override
        protected void finished(StepContext context) throws Exception {
            close();
        }
    }

    /** Paths and names for the block; a token only for clients that read no file, and then encrypted with the build. */
    private static final class Variables extends EnvironmentExpander {
        private static final long serialVersionUID = 1L;
        private final HashMap<String, String> plain;
        private final HashMap<String, Secret> secret = new HashMap<>();

        Variables(CloudBinding binding, Token token) {
            this.plain = new HashMap<>(binding.environment());
            binding.tokenVariables().forEach(name -> secret.put(name, Secret.fromString(token.value())));
        }

        @Override
        public void expand(hudson.EnvVars env) {
            env.putAll(plain);
            for (Map.Entry<String, Secret> entry : secret.entrySet()) {
                env.put(entry.getKey(), entry.getValue().getPlainText());
            }
        }

        @Override
        public java.util.Set<String> getSensitiveVariables() {
            return java.util.Set.copyOf(secret.keySet());
        }
    }
}
