package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Drift of every stack of the catalog, those that drifted first. */
public final class DriftPage extends DashboardPage {
    private static final List<String> ORDER = List.of("drifted", "unknown", "never looked", "in step");
    private final List<DriftRow> rows;

    DriftPage(Known known) {
        super(known);
        this.rows = rows(known);
    }

    private static List<DriftRow> rows(Known known) {
        Map<String, Run> last = new LinkedHashMap<>();
        known.runs().stream()
                .filter(r -> r.operation() == Operation.DRIFT && r.end() != null)
                .forEach(r -> last.putIfAbsent(r.stackName(), r));
        List<DriftRow> rows = new ArrayList<>();
        known.catalog().ifPresent(c -> {
            for (Stack stack : c.stacks()) {
                Run run = last.get(stack.id().value());
                rows.add(
                        run == null
                                ? new DriftRow(stack.id().value(), "never looked", "info", 0, null, "")
                                : DriftRow.of(known, run));
            }
        });
        rows.sort(
                Comparator.comparing((DriftRow r) -> ORDER.indexOf(r.status())).thenComparing(DriftRow::stack));
        return rows;
    }

    @Override
    public String title() {
        return Messages.DriftPage_title();
    }

    public Page<DriftRow> page() {
        return Page.of(rows, RunsPage.parameter("page"), "");
    }

    /** How many stacks have a status. */
    public long count(String status) {
        return rows.stream().filter(r -> r.status().equals(status)).count();
    }
}
