package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.queue.AgentLine;
import io.jenkins.plugins.iac.jenkins.run.BuildLiveness;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.lock.FreezeSwitch;
import io.jenkins.plugins.iac.lock.LockStatus;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.model.Freeze;
import io.jenkins.plugins.iac.run.InLine;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the pages of one request show: the engine's records as they were when the request came. */
final class Known {
    private final RunServices services = IacRuns.get().services();
    private final Instant now = services.clock().instant();
    private final List<Run> runs = newestFirst(services.book().all());

    private static List<Run> newestFirst(List<Run> runs) {
        List<Run> copy = new ArrayList<>(runs);
        Collections.reverse(copy);
        return List.copyOf(copy);
    }

    RunServices services() {
        return services;
    }

    Instant now() {
        return now;
    }

    /** All runs, newest first. */
    List<Run> runs() {
        return runs;
    }

    List<RunRow> rows(List<Run> some) {
        Map<String, Waiter> waiters = some.stream().anyMatch(InLine::isWaiting) ? AgentLine.report() : Map.of();
        return some.stream().map(r -> new RunRow(r, now, waiters.get(r.id()))).toList();
    }

    List<LockStatus> locks() {
        return services.locks().status(new BuildLiveness(services), now);
    }

    List<FreezeSwitch> freezes() {
        return services.locks().table().freezes();
    }

    /** The catalog, unless it has an error. */
    Optional<Catalog> catalog() {
        var result = IacGlobalConfiguration.get().current().result();
        return result.isOk() ? Optional.of(result.catalog()) : Optional.empty();
    }

    /** Freezes of the calendar that hold now: environment and freeze. */
    List<Dated> calendar() {
        List<Dated> dated = new ArrayList<>();
        catalog().ifPresent(c -> c.environments().forEach(e -> e.freezes().stream()
                .filter(f -> f.until().isAfter(now))
                .forEach(f -> dated.add(new Dated(e.name(), f, f.contains(now))))));
        return dated;
    }

    /**
     * A freeze of the calendar that is or will be.
     *
     * @param now whether it holds
     */
    public record Dated(String environment, Freeze freeze, boolean now) {}
}
