package io.jenkins.plugins.iac.jenkins.metrics;

import io.jenkins.plugins.iac.catalog.LoadResult;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.jenkins.queue.PoolUse;
import io.jenkins.plugins.iac.jenkins.run.ArchivedEvidence;
import io.jenkins.plugins.iac.journal.JournalHealth;
import io.jenkins.plugins.iac.lock.LockStatus;
import io.jenkins.plugins.iac.run.DriftStatus;
import io.jenkins.plugins.iac.run.PlanDuty;
import io.jenkins.plugins.iac.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a scrape looks at, as it was at one moment.
 *
 * @param runs in the order in which they were asked for
 * @param catalog what came of reading it
 * @param freezes how many somebody switched on
 * @param lockRefusals see {@code LockBook.refusals}
 * @param copies how the copies of the evidence stood when somebody last looked
 * @param archived see {@code ArchivedEvidence.counts}
 * @param uses what waits and runs, by pool; asked for only where there is a catalog
 * @param drift how each stack stands, by name; asked for only where there is a catalog
 */
record Observed(
        List<Run> runs,
        LoadResult catalog,
        List<LockStatus> locks,
        int freezes,
        long lockRefusals,
        JournalHealth journal,
        List<CopyStatus> copies,
        Map<ArchivedEvidence.State, Long> archived,
        Supplier<Map<String, PoolUse>> uses,
        Supplier<Map<String, DriftStatus>> drift,
        Instant now) {

    /**
     * Everything, in the text format.
     *
     * @param begin when the first look was taken, by {@link System#nanoTime}
     */
    String text(RunMeter meter, Meters meters, Names names, long begin) {
        KnownSeries.of(catalog.isOk() ? catalog.catalog().pools() : List.of(), names, meters);
        meter.take(runs, names);
        Exposition out = new Exposition();
        out.gauge(Metric.CATALOG_VALID, Labels.NONE, catalog.isOk() ? 1 : 0);
        meters.write(out);
        Scrape scrape = new Scrape(out, names, now);
        scrape.runs(runs);
        scrape.images(runs);
        scrape.locks(locks, freezes);
        scrape.fencing(lockRefusals);
        scrape.journal(journal);
        scrape.evidence(copies);
        scrape.archived(archived);
        if (catalog.isOk()) {
            scrape.pools(catalog.catalog().pools(), uses.get());
            out.gauge(
                    Metric.PLANS_DUE,
                    Labels.NONE,
                    PlanDuty.of(catalog.catalog(), runs).size());
            scrape.drift(catalog.catalog(), drift.get(), runs);
        }
        out.gauge(Metric.SCRAPE_SECONDS, Labels.NONE, (System.nanoTime() - begin) / 1e9);
        return out.text();
    }
}
