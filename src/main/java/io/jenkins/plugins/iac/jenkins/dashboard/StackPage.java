package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.lock.LockStatus;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.DriftStatus;
import io.jenkins.plugins.iac.run.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The history of one stack: {@code stack/?name=prod/eu-west-1/payments-db}. Any name may be asked for. */
public final class StackPage extends DashboardPage {
    private final String name = RunsPage.parameter("name");
    /** Newest first. */
    private final List<Run> runs;

    StackPage(Known known) {
        super(known);
        this.runs =
                known.runs().stream().filter(r -> r.stackName().equals(name)).toList();
    }

    @Override
    public String title() {
        return Messages.StackPage_title(name);
    }

    public String name() {
        return name;
    }

    private Optional<Stack> stack() {
        return known().catalog().flatMap(c -> c.stack(name));
    }

    public boolean isInCatalog() {
        return stack().isPresent();
    }

    public String environment() {
        return stack().map(Stack::environment).orElse("");
    }

    public String owner() {
        return stack().map(Stack::owner).orElse("");
    }

    public String repository() {
        return stack().map(Stack::repository).orElse("");
    }

    public String directory() {
        return stack().map(Stack::directory).orElse("");
    }

    public List<String> dependsOn() {
        return stack().map(s -> s.dependsOn().stream().map(StackId::value).toList())
                .orElse(List.of());
    }

    /** Its lock, or null. */
    public LockStatus lock() {
        return known().locks().stream()
                .filter(l -> l.lock().scope().level() == LockScope.Level.STACK
                        && l.lock().scope().name().equals(name))
                .findFirst()
                .orElse(null);
    }

    public DriftRow drift() {
        List<Run> oldestFirst = new ArrayList<>(runs);
        Collections.reverse(oldestFirst);
        return DriftRow.of(known(), name, DriftStatus.of(oldestFirst));
    }

    public Page<RunRow> page() {
        return Page.of(known().rows(runs), RunsPage.parameter("page"), "name=" + Texts.query(name) + "&");
    }

    /** Where the time of its last runs went. */
    public TimeChart times() {
        return TimeChart.of(runs);
    }
}
