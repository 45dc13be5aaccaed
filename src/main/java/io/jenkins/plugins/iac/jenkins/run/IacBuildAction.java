package io.jenkins.plugins.iac.jenkins.run;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which runs of the engine a build has, oldest first. Only their ids: everything else is in the engine's journal. */
public class IacBuildAction extends InvisibleAction {
    private final List<Entry> entries = new ArrayList<>();

    /** One run. Public fields are what the build's file holds. */
    private static final class Entry {
        private final String stack;
        private final String run;

        Entry(String stack, String run) {
            this.stack = stack;
            this.run = run;
        }
    }

    /** Notes a run of a build, durably. */
    public static void add(Run<?, ?> build, String stack, String run) throws IOException {
        IacBuildAction action;
        synchronized (build) {
            action = build.getAction(IacBuildAction.class);
            if (action == null) {
                action = new IacBuildAction();
                build.addAction(action);
            }
        }
        synchronized (action.entries) {
            action.entries.add(new Entry(stack, run));
        }
        build.save();
    }

    /** Ids of all runs of a build, oldest first. */
    public static List<String> runs(Run<?, ?> build) {
        IacBuildAction action = build.getAction(IacBuildAction.class);
        if (action == null) {
            return List.of();
        }
        synchronized (action.entries) {
            return action.entries.stream().map(e -> e.run).toList();
        }
    }

    /** How many runs of a stack a build has had. */
    public static int count(Run<?, ?> build, String stack) {
        IacBuildAction action = build.getAction(IacBuildAction.class);
        if (action == null) {
            return 0;
        }
        synchronized (action.entries) {
            return (int)
                    action.entries.stream().filter(e -> e.stack.equals(stack)).count();
        }
    }

    /** The latest run of each stack of a build: stack to run id, in the order in which the stacks came. */
    public static Map<String, String> current(Run<?, ?> build) {
        IacBuildAction action = build.getAction(IacBuildAction.class);
        Map<String, String> latest = new LinkedHashMap<>();
        if (action != null) {
            synchronized (action.entries) {
                action.entries.forEach(e -> latest.put(e.stack, e.run));
            }
        }
        return latest;
    }

    /** The one stack that a build has under way, if it is one. */
    public static Optional<String> onlyStack(Run<?, ?> build) {
        Map<String, String> current = current(build);
        return current.size() == 1 ? Optional.of(current.keySet().iterator().next()) : Optional.empty();
    }

    /** Whether a build has this run. */
    public static boolean has(Run<?, ?> build, String run) {
        return runs(build).contains(run);
    }
}
