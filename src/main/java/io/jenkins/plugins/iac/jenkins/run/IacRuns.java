package io.jenkins.plugins.iac.jenkins.run;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.User;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.approval.Memberships;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.evidence.Copies;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.evidence.KeyRotation;
import io.jenkins.plugins.iac.jenkins.Repeated;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.oidc.JenkinsIssuer;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.journal.JournalHealth;
import io.jenkins.plugins.iac.lock.LockBook;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.Housekeeping;
import io.jenkins.plugins.iac.run.PlanVault;
import io.jenkins.plugins.iac.run.ReviewPages;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunBook;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.Sealer;
import io.jenkins.plugins.iac.run.UnauthenticatedVotes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The engine of this controller. Its state lives in {@code JENKINS_HOME/iac-runners}, apart from the builds, so that
 * deleting a build deletes no record and no evidence. Opened when it is first asked for, closed when Jenkins goes down.
 * Safe in any thread; methods may write to disk.
 */
@Extension
public class IacRuns {
    private static final Logger LOGGER = Logger.getLogger(IacRuns.class.getName());

    private final Object sealing = new Object();
    private final Object tidying = new Object();
    private Housekeeping housekeeping;
    private volatile Copies copies;
    private Journal journal;
    private RunServices services;
    private ReviewPages pages;
    private Admission admission;
    private final AtomicBoolean tidyingSoon = new AtomicBoolean();
    private volatile List<CopyStatus> copyStates = List.of();
    private final ArchivedEvidence archivedEvidence = new ArchivedEvidence();
    private boolean closed;

    public static IacRuns get() {
        return ExtensionList.lookupSingleton(IacRuns.class);
    }

    /**
     * What the engine works with.
     *
     * @throws IacException of kind TOOL_FAILED if the journal or the keys cannot be opened
     * @throws IllegalStateException if Jenkins is going down; whoever asked goes on after the restart
     */
    public synchronized RunServices services() {
        if (closed) {
            throw new IllegalStateException("Jenkins is going down");
        }
        if (services == null) {
            services = open();
            pages = new ReviewPages(services, home().resolve("pages"));
        }
        return services;
    }

    /** The pages on which plans are reviewed. */
    public synchronized ReviewPages pages() {
        services();
        return pages;
    }

    /** What was repaired in the journal when this controller opened it, a sentence each. */
    public synchronized List<String> repairs() {
        return journal == null ? List.of() : journal.repairs();
    }

    private RunServices open() {
        Path home = home();
        InstantSource clock = InstantSource.system();
        try {
            journal = Journal.open(home.resolve("journal"), clock);
            journal.repairs().forEach(repair -> LOGGER.log(Level.WARNING, "journal: {0}", repair));
            ConfidentialSecrets secrets = new ConfidentialSecrets();
            KeyRing keys = KeyRing.open(secrets, "evidence", clock);
            RunServices opened = new RunServices(
                    this::admission,
                    new RunBook(journal, clock),
                    keys,
                    new Hmac(secrets.symmetric("variables")),
                    new PlanVault(home.resolve("plans"), secrets.symmetric("plans")),
                    new LockBook(journal),
                    () -> EvidenceLog.open(home.resolve("evidence"), keys),
                    home.resolve("runs"),
                    clock,
                    Memberships.RECORDED,
                    id -> User.idStrategy().keyFor(id),
                    UnauthenticatedVotes.NOWHERE,
                    true,
                    () -> JenkinsIssuer.get().issuer(),
                    "jenkins " + Jenkins.get().getRootUrl());
            housekeeping = new Housekeeping(opened, journal);
            copies = new Copies(home.resolve("evidence"), keys.publicKeys());
            tidy();
            return opened;
        } catch (IOException | RuntimeException e) {
            // Nobody holds what is not open; the next one who asks tries again.
            if (journal != null) {
                journal.close();
                journal = null;
            }
            if (e instanceof RuntimeException known) {
                throw known;
            }
            throw IacException.toolFailed(
                    "opening the keys of this controller",
                    home.toString(),
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "what was kept before",
                    "restore JENKINS_HOME/secrets from a backup; keys are never made anew over damaged ones");
        }
    }

    /** Where the engine's state lives. */
    public static Path home() {
        return Jenkins.get().getRootDir().toPath().resolve("iac-runners");
    }

    /** Decides by today's catalog; compiled once for each catalog. */
    private synchronized Admission admission() {
        Catalog today = IacGlobalConfiguration.get().catalog();
        if (admission == null || admission.catalog() != today) {
            admission = new Admission(today);
        }
        return admission;
    }

    /** Seals a run that has ended; the evidence log is open for one at a time. */
    public Run seal(Run run) {
        RunServices now = services();
        Run sealed;
        synchronized (sealing) {
            sealed = new Sealer(now).seal(now.book().get(run.id()));
        }
        tidy();
        return sealed;
    }

    /**
     * Copies of the evidence and old records of the journal; in the background, as a share may be slow or away. One at work
     * and one that waits are enough, however often somebody asks.
     */
    private void tidy() {
        if (tidyingSoon.compareAndSet(false, true)) {
            Computer.threadPoolForRemoting.submit(this::tidyNow);
        }
    }

    private void tidyNow() {
        synchronized (tidying) {
            tidyingSoon.set(false);
            try {
                RunServices now = services();
                housekeeping.tidy(LOGGER::warning);
                List<CopyStatus> states =
                        copies.update(now.admission().get().catalog().evidenceCopies());
                for (CopyStatus copy : states) {
                    boolean known = copyStates.stream()
                            .anyMatch(c -> c.copy().equals(copy.copy()) && c.state() == copy.state());
                    if (copy.state() != CopyStatus.State.CURRENT && !known) {
                        LOGGER.log(Level.WARNING, "copy {0} of the evidence log is {1}: {2}", new Object[] {
                            copy.copy(), copy.state(), copy.meaning()
                        });
                    }
                }
                copyStates = List.copyOf(states);
            } catch (RuntimeException e) {
                LOGGER.log(isClosed() ? Level.FINE : Level.WARNING, "tidying up journal and evidence", e);
            }
        }
    }

    /** How each copy of the evidence log stood when it was last brought up to date; empty before that, and without copies. */
    public List<CopyStatus> evidenceCopies() {
        return copyStates;
    }

    /** The evidence among the artifacts of builds. */
    public ArchivedEvidence archivedEvidence() {
        return archivedEvidence;
    }

    /**
     * How the journal stands.
     *
     * @throws IllegalStateException if Jenkins is going down
     */
    public JournalHealth journalHealth() {
        Journal opened;
        synchronized (this) {
            services();
            opened = journal;
        }
        // It answers once a write that is under way is on the disk; nobody else waits for that here.
        return opened.health();
    }

    /** Does something that seals evidence itself, in its turn with every other sealing. */
    public <T> T sealing(Function<RunServices, T> work) {
        RunServices now = services();
        synchronized (sealing) {
            return work.apply(now);
        }
    }

    /**
     * Retires the key that signs the evidence and makes a new one, in its turn with every sealing; the log's tree is signed
     * by the new key at once.
     *
     * @throws IacException of kind TOOL_FAILED if the new key cannot be kept; the old one signs on then
     */
    public void rotateEvidenceKey() {
        RunServices now = services();
        Path log = home().resolve("evidence");
        synchronized (sealing) {
            try {
                KeyRotation.rotate(log, now.keys(), now.clock()).ifPresent(LOGGER::warning);
            } catch (IOException e) {
                throw IacException.toolFailed(
                        "rotating the key of the evidence",
                        log.toString(),
                        e.getClass().getSimpleName() + ": " + e.getMessage(),
                        "a new key that is kept",
                        "free some space and try again; the old key signs on");
            }
            now.log().get().close();
        }
        copies = new Copies(log, now.keys().publicKeys());
        tidy();
    }

    /** Whether Jenkins is going down, so that whatever fails now may fail because of that. */
    public static boolean isClosed() {
        IacRuns runs = get();
        synchronized (runs) {
            return runs.closed;
        }
    }

    private synchronized void close() {
        closed = true;
        if (journal != null) {
            journal.close();
            journal = null;
            services = null;
        }
    }

    /** Closes the journal before Jenkins goes down, so that the next one finds it free. */
    @Extension
    public static class Closing extends ItemListener {
        @Override
        public void onBeforeShutdown() {
            IacRuns.get().close();
        }
    }

    /** Looks after the copies also while nothing is sealed: a share that was away comes back, one that was there goes. */
    @Extension
    public static class Tidying extends Repeated {
        public Tidying() {
            super(Duration.ofMinutes(2), Tidying::round);
        }

        private static void round() {
            boolean copied = IacGlobalConfiguration.get().current().result().isOk()
                    && !IacGlobalConfiguration.get().catalog().evidenceCopies().isEmpty();
            if (!isClosed() && (copied || !get().copyStates.isEmpty())) {
                get().tidy();
            }
        }
    }
}
