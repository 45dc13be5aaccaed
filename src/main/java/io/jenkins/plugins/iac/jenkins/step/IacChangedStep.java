package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.StackGraph;
import io.jenkins.plugins.iac.jenkins.agent.AgentLoss;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Locations;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RepositoryUrl;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.ChangedCode;
import io.jenkins.plugins.iac.scan.TouchedStacks;
import io.jenkins.plugins.iac.scan.TouchedStacks.Code;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code iacChanged(base)}: which stacks the commits of the clone in the working directory touch since a base, each behind
 * those that it depends on. Says what is worth planning and decides nothing: whoever plans is asked by admission as ever.
 */
public final class IacChangedStep extends Step {
    private final String base;
    private String repository;
    private String branch;
    private boolean downstream;

    /** @param base commit, branch or tag before the change; nothing where there is none, and every stack is touched */
    @DataBoundConstructor
    public IacChangedStep(String base) {
        this.base = Util.fixEmptyAndTrim(base);
    }

    public String getBase() {
        return base;
    }

    public String getRepository() {
        return repository;
    }

    /** The repository, in any spelling of its address; left out, that from which the clone comes. */
    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    public String getBranch() {
        return branch;
    }

    /** The branch of the commits; left out, every ref that is no known tag may be that. */
    @DataBoundSetter
    public void setBranch(String branch) {
        this.branch = Util.fixEmptyAndTrim(branch);
    }

    public boolean isDownstream() {
        return downstream;
    }

    /** Whether stacks that depend on touched ones are among the answer. */
    @DataBoundSetter
    public void setDownstream(boolean downstream) {
        this.downstream = downstream;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, base, repository, branch, downstream);
    }

    /** Looks on the agent, on a thread of its own. Changes nothing, so it asks again after a restart, and when its agent was away. */
    static final class Execution extends StepExecution {
        private static final long serialVersionUID = 1L;
        private static final long RETRY_SECONDS = 2;

        private final String base;
        private final String repository;
        private final String branch;
        private final boolean downstream;
        private transient volatile boolean stopped;
        private transient Instant awaySince;

        Execution(StepContext context, String base, String repository, String branch, boolean downstream) {
            super(context);
            this.base = base;
            this.repository = repository;
            this.branch = branch;
            this.downstream = downstream;
        }

        @Override
        public boolean start() {
            ask();
            return false;
        }

        @Override
        public void onResume() {
            ask();
        }

        private void ask() {
            Computer.threadPoolForRemoting.execute(this::look);
        }

        private void look() {
            if (stopped) {
                return;
            }
            try {
                TaskListener listener = getContext().get(TaskListener.class);
                try {
                    getContext().onSuccess(look(getContext().get(FilePath.class), listener));
                } catch (IOException | RuntimeException e) {
                    if (!mayComeBack(e, listener)) {
                        throw e;
                    }
                    Timer.get().schedule(this::ask, RETRY_SECONDS, TimeUnit.SECONDS);
                }
            } catch (IOException | RuntimeException e) {
                // A controller that goes down asks again when it is back.
                if (!IacRuns.isClosed()) {
                    getContext().onFailure(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whether the agent did not answer at all, and not for too long. */
        private boolean mayComeBack(Exception problem, TaskListener listener) {
            boolean answered = problem instanceof AbortException || !(problem instanceof IOException);
            if (answered && !AgentLoss.is(problem)) {
                return false;
            }
            Instant now = Instant.now();
            if (awaySince == null) {
                awaySince = now;
                listener.getLogger().println("the agent is away; it is asked again when it is back");
            }
            return now.isBefore(awaySince.plus(AgentAway.limit(true)));
        }

        private ArrayList<String> look(FilePath directory, TaskListener listener)
                throws IOException, InterruptedException {
            try {
                Catalog catalog = IacRuns.get().services().admission().get().catalog();
                String git = Locations.git().toString();
                String wanted = repository == null ? directory.act(new ChangedOnAgent.Origin(git)) : repository;
                ChangedCode stacks = stacks(catalog, wanted);
                HashMap<String, Code> own = new HashMap<>();
                stacks.own().forEach((stack, code) -> own.put(stack.value(), code));
                ChangedOnAgent.Answer answer = directory.act(new ChangedOnAgent(git, base, branch, own));
                Map<StackId, String> touched = new TreeMap<>();
                answer.touched().forEach((stack, why) -> touched.put(new StackId(stack), why));
                if (answer.changed()) {
                    touched.putAll(TouchedStacks.unknown(stacks.users()));
                }
                return answer(catalog.graph(), touched, listener);
            } catch (IacException e) {
                throw Refusals.shown(e, listener);
            }
        }

        @Override
        public void stop(Throwable cause) {
            stopped = true;
            getContext().onFailure(cause);
        }

        private ArrayList<String> answer(StackGraph graph, Map<StackId, String> touched, TaskListener listener) {
            Set<StackId> all = new TreeSet<>(touched.keySet());
            if (downstream) {
                all.addAll(graph.below(touched.keySet()));
            }
            ArrayList<String> names = new ArrayList<>();
            for (StackId stack : graph.inOrder(all)) {
                names.add(stack.value());
                String why = touched.get(stack);
                listener.getLogger()
                        .println(
                                why == null
                                        ? stack + " is downstream of what is touched"
                                        : stack + " is touched: " + why);
            }
            if (names.isEmpty()) {
                listener.getLogger().println("no stack is touched");
            }
            return names;
        }
    }

    /**
     * Stacks of one repository, and those that may use modules of it.
     *
     * @param repository in any spelling of its address, which may come from an agent
     * @throws IacException of kind BAD_INPUT where the catalog has no such stack
     */
    static ChangedCode stacks(Catalog catalog, String repository) {
        ChangedCode stacks = ChangedCode.of(catalog, repository);
        if (stacks.own().isEmpty() && !TouchedStacks.named(stacks.users().values())) {
            throw IacException.badInput(
                    "looking for what a change touches",
                    "repository",
                    repository.isEmpty() ? "a clone without an origin" : RepositoryUrl.shown(repository),
                    "a repository of the catalog's stacks, or of modules that they may use",
                    "name it as the catalog does: iacChanged(repository: '...')");
        }
        return stacks;
    }

    /** See {@link IacChangedStep}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "iacChanged";
        }

        @Override
        public String getDisplayName() {
            return Messages.IacChangedStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FilePath.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object base = arguments.get("base");
            return base == null ? null : base.toString();
        }
    }
}
