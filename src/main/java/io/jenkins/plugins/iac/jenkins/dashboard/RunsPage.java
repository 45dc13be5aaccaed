package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.Stapler;

/** All runs, newest first, by what one looks for: {@code runs/?stack=prod&state=apply_unknown&page=2}. */
public final class RunsPage extends DashboardPage {
    RunsPage(Known known) {
        super(known);
    }

    @Override
    public String title() {
        return Messages.RunsPage_title();
    }

    static String parameter(String name) {
        String value = Stapler.getCurrentRequest2().getParameter(name);
        return value == null ? "" : value.strip();
    }

    public String stack() {
        return parameter("stack");
    }

    public String state() {
        return parameter("state");
    }

    public String operation() {
        return parameter("operation");
    }

    /** Every state that a run can stand in or end with, for the form. */
    public List<String> states() {
        return Arrays.stream(RunState.values())
                .filter(s -> s != RunState.SEALED)
                .map(RunState::id)
                .toList();
    }

    public List<String> operations() {
        return Operation.ids();
    }

    /** The runs that were asked for. */
    public Page<RunRow> page() {
        List<Run> found = known().runs().stream().filter(this::matches).toList();
        String query = "stack=" + Texts.query(stack()) + "&state=" + Texts.query(state()) + "&operation="
                + Texts.query(operation()) + "&";
        return Page.of(known().rows(found), parameter("page"), query);
    }

    private boolean matches(Run run) {
        return (stack().isEmpty()
                        || run.stackName().toLowerCase(Locale.ROOT).contains(stack().toLowerCase(Locale.ROOT)))
                && (state().isEmpty() || run.telling().id().equals(state()))
                && (operation().isEmpty() || run.operation().id().equals(operation()));
    }
}
