package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.jenkins.ui.StateColour;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.Run;
import java.time.Instant;

/** A run in a list. Texts as they were recorded; the page escapes them. */
public final class RunRow {
    private final Run run;
    private final Instant now;
    private final Waiter waiter;

    /** @param waiter how it waits for an agent, or null */
    RunRow(Run run, Instant now, Waiter waiter) {
        this.run = run;
        this.now = now;
        this.waiter = waiter;
    }

    public String getId() {
        return run.id();
    }

    public String getStack() {
        return run.stackName();
    }

    public String getOperation() {
        return run.operation().id();
    }

    public String getState() {
        return run.telling().id().replace('_', ' ');
    }

    public String getColour() {
        return StateColour.of(run.telling());
    }

    public String getMeaning() {
        return run.meaning();
    }

    /** What to do next; of a run in line its place and what is in its way. */
    public String getNext() {
        return waiter != null ? waiter.sentence() : run.next();
    }

    /** Why somebody broke the glass; empty for an ordinary run. */
    public String getEmergency() {
        return BreakGlass.asked(run).path("reason").asText();
    }

    public String getActor() {
        return run.source().actor();
    }

    public String getRef() {
        return run.source().ref();
    }

    /** When it came to where it stands. */
    public Instant getAt() {
        return run.changedAt();
    }

    public String getAge() {
        return Texts.ago(run.changedAt(), now);
    }
}
