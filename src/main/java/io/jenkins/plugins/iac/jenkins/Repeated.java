package io.jenkins.plugins.iac.jenkins;

import hudson.model.PeriodicWork;
import java.time.Duration;

/**
 * Work that Jenkins does again and again as long as it is up, the first time within one pause after its start. A round that
 * fails is logged by Jenkins, and the next one comes all the same.
 */
public abstract class Repeated extends PeriodicWork {
    private final Duration pause;
    private final Runnable round;

    /**
     * @param pause from one round to the next
     * @param round done on a thread of Jenkins' timer, which others wait for: it must not wait long
     */
    protected Repeated(Duration pause, Runnable round) {
        this.pause = pause;
        this.round = round;
    }

    @Override
    public final long getRecurrencePeriod() {
        return pause.toMillis();
    }

    @Override
    protected final void doRun() {
        round.run();
    }
}
