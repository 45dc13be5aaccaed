package io.jenkins.plugins.iac.jenkins.metrics;

import hudson.Extension;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.dashboard.IacPage;
import io.jenkins.plugins.iac.jenkins.queue.PoolUse;
import io.jenkins.plugins.iac.jenkins.run.BuildLiveness;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.run.DriftDuty;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * {@code /iac/metrics}: metrics for Prometheus, for whoever has {@code IaC/Audit} (a scraper uses an API token). Counters
 * begin anew with the controller, as Prometheus expects it.
 */
@Extension
public class MetricsPage implements IacPage {
    private final Meters meters = new Meters();
    private final RunMeter runs = new RunMeter(meters, Instant.now());
    private final AgentTimes agents = new AgentTimes(meters);

    /** Pools and stacks of today's catalog, kept until it changes. */
    private volatile Names names = new Names(List.of(), List.of());

    private volatile Object namesOf;

    @Override
    public String urlName() {
        return "metrics";
    }

    @Override
    public boolean isOpen() {
        return false;
    }

    AgentTimes agents() {
        return agents;
    }

    /** Names that are labels, as the last scrape had them; at once, for those who hold a lock. */
    Names lastNames() {
        return names;
    }

    /** Names that are labels; sorts all stacks once for each catalog. */
    Names names() {
        var result = IacGlobalConfiguration.get().current().result();
        if (result.isOk() && namesOf != result) {
            Catalog catalog = result.catalog();
            names = new Names(
                    catalog.pools().stream().map(Pool::name).toList(),
                    catalog.stacks().stream().map(s -> s.id().value()).toList());
            namesOf = result;
        }
        return names;
    }

    /** The scrape. */
    public void doIndex(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        response.setContentType(Exposition.CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }

    String text() {
        long begin = System.nanoTime();
        IacRuns engine = IacRuns.get();
        RunServices services = engine.services();
        Instant now = services.clock().instant();
        Observed observed = new Observed(
                services.book().all(),
                IacGlobalConfiguration.get().current().result(),
                services.locks().status(new BuildLiveness(services), now),
                services.locks().table().freezes().size(),
                services.locks().refusals(),
                engine.journalHealth(),
                engine.evidenceCopies(),
                engine.archivedEvidence().counts(),
                PoolUse::now,
                new DriftDuty(services)::statuses,
                now);
        return observed.text(runs, meters, names(), begin);
    }
}
