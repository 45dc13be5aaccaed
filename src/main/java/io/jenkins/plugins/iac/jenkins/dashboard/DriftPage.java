package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.drift.DriftAgenda;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.DriftDuty;
import io.jenkins.plugins.iac.run.DriftStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Drift of every stack of the catalog, those that drifted first, and what is due to be looked at. */
public final class DriftPage extends DashboardPage {
    private static final List<String> ORDER = List.of("drifted", "unknown", "suppressed", "clean");
    private final List<DriftRow> rows;

    DriftPage(Known known) {
        super(known);
        this.rows = rows(known);
    }

    private static List<DriftRow> rows(Known known) {
        Map<String, DriftStatus> statuses = new DriftDuty(known.services()).statuses();
        List<DriftRow> rows = new ArrayList<>();
        known.catalog().ifPresent(c -> {
            for (Stack stack : c.stacks()) {
                String name = stack.id().value();
                rows.add(DriftRow.of(known, name, statuses.getOrDefault(name, DriftStatus.NEVER)));
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

    /** How many looks have been due for more than a whole interval; none where the catalog has an error. */
    public int overdue(DriftAgenda agenda) {
        return agenda == null
                ? 0
                : new DriftDuty(known().services()).overdue(agenda).size();
    }

    /** What is due, what waits and why; null where the catalog has an error. */
    public DriftAgenda agenda() {
        return known().catalog().isEmpty() ? null : new DriftDuty(known().services()).agenda();
    }
}
