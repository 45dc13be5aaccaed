package io.jenkins.plugins.iac.jenkins.step;

import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.StackGraph;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Locations;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code iacChanged(base)}: which stacks the commits of the clone in the working directory touch since a base, each behind
 * those that it depends on. Says what is worth planning and decides nothing: whoever plans is asked by admission as ever.
 */
public final class IacChangedStep extends Step {
    private final String base;
    private String repository;
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

    /** The repository as the catalog names it; left out, that from which the clone comes. */
    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
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
        return new Execution(context, base, repository, downstream);
    }

    /** Looks on the agent, on a thread of its own; asked again after a restart, it would have to be built again. */
    static final class Execution extends SynchronousNonBlockingStepExecution<ArrayList<String>> {
        private static final long serialVersionUID = 1L;

        private final String base;
        private final String repository;
        private final boolean downstream;

        Execution(StepContext context, String base, String repository, boolean downstream) {
            super(context);
            this.base = base;
            this.repository = repository;
            this.downstream = downstream;
        }

        @Override
        protected ArrayList<String> run() throws IOException, InterruptedException {
            TaskListener listener = getContext().get(TaskListener.class);
            try {
                Catalog catalog = IacRuns.get().services().admission().get().catalog();
                ArrayList<String> touched = getContext()
                        .get(FilePath.class)
                        .act(new ChangedOnAgent(Locations.git().toString(), base, repository, stacks(catalog)));
                return answer(new StackGraph(catalog), touched, listener);
            } catch (IacException e) {
                throw Refusals.shown(e, listener);
            }
        }

        private ArrayList<String> answer(StackGraph graph, List<String> touched, TaskListener listener) {
            Set<StackId> all = new TreeSet<>();
            touched.forEach(s -> all.add(new StackId(s)));
            if (downstream) {
                all.addAll(graph.below(Set.copyOf(all)));
            }
            ArrayList<String> names = new ArrayList<>();
            for (StackId stack : graph.inOrder(all)) {
                names.add(stack.value());
                listener.getLogger()
                        .println(
                                touched.contains(stack.value())
                                        ? stack + " is touched"
                                        : stack + " is downstream of what is touched");
            }
            if (names.isEmpty()) {
                listener.getLogger().println("no stack is touched");
            }
            return names;
        }

        private static HashMap<String, HashMap<String, String>> stacks(Catalog catalog) {
            HashMap<String, HashMap<String, String>> stacks = new HashMap<>();
            for (Stack stack : catalog.stacks()) {
                stacks.computeIfAbsent(stack.repository(), r -> new HashMap<>())
                        .put(stack.id().value(), stack.directory());
            }
            return stacks;
        }
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
