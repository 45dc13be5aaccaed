package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.approval.Memberships;
import io.jenkins.plugins.iac.approval.PersonIds;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.evidence.Copies;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.lock.LockBook;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.process.Orphans;
import io.jenkins.plugins.iac.run.Housekeeping;
import io.jenkins.plugins.iac.run.PlanVault;
import io.jenkins.plugins.iac.run.Recovery;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunBook;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.run.UnauthenticatedVotes;
import io.jenkins.plugins.iac.tool.ToolLimits;
import io.jenkins.plugins.iac.worker.Worker;
import io.jenkins.plugins.iac.worker.WorkerTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The engine over one home and one catalog, for the time of one command that changes something. */
final class CliEngine implements AutoCloseable {
    private final Home home;
    private final Path catalogFile;
    private final Journal journal;
    private final RunServices services;
    private final InstantSource clock;
    private final Consumer<String> log;

    private CliEngine(
            Home home,
            Path catalogFile,
            Admission admission,
            Journal journal,
            InstantSource clock,
            Consumer<String> log) {
        this.home = home;
        this.catalogFile = catalogFile;
        this.journal = journal;
        this.log = log;
        this.journal.repairs().forEach(log);
        KeyRing keys = home.keys();
        this.services = new RunServices(
                () -> admission,
                new RunBook(journal, clock),
                keys,
                new Hmac(home.secret("variables")),
                new PlanVault(home.directory().resolve("plans"), home.secret("plans")),
                new LockBook(journal),
                () -> EvidenceLog.open(home.log(), keys),
                home.runs(),
                clock,
                Memberships.RECORDED,
                PersonIds.CASE_INSENSITIVE,
                home.trustsLocalVotes() ? UnauthenticatedVotes.EVERYWHERE : UnauthenticatedVotes.UNPROTECTED,
                false,
                home::issuer,
                "command line");
        this.clock = clock;
    }

    /** Opens home, catalog and journal, after another command of this home; progress goes to standard error. */
    static CliEngine open(RootCommand root) {
        return open(root, root.home(), root.catalogFile(), root.patience(), root::progress);
    }

    /** The same for a look, which waits for nobody. */
    static CliEngine openAtOnce(RootCommand root) {
        return open(root, root.home(), root.catalogFile(), Duration.ZERO, root::progress);
    }

    static CliEngine open(RootCommand root, Home home, Path catalogFile, Consumer<String> log) {
        return open(root, home, catalogFile, root.patience(), log);
    }

    private static CliEngine open(
            RootCommand root, Home home, Path catalogFile, Duration patience, Consumer<String> log) {
        Admission admission = new Admission(CatalogLoader.load(catalogFile).orThrow());
        Journal journal = Journal.open(home.journal(), root.clock(), patience, log);
        try {
            CliEngine engine = new CliEngine(home, catalogFile, admission, journal, root.clock(), log);
            engine.recover(log);
            new Housekeeping(engine.services, journal).tidy(log);
            return engine;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** Whoever has the journal is the only process of this home, so every run that needs one is dead. */
    private void recover(Consumer<String> log) {
        int orphans = Orphans.end(ToolLimits.DEFAULT.applyGrace());
        if (orphans > 0) {
            log.accept("stopped " + orphans + " processes whose host was killed");
        }
        for (Run run : new Recovery(services, id -> Liveness.Owner.DEAD).recover()) {
            RunState now = run.telling();
            log.accept("recovered run " + run.id() + " of " + run.stackName() + ": " + now + ", " + now.meaning());
        }
        Set<String> known = services.book().all().stream().map(Run::id).collect(Collectors.toSet());
        Areas.removeLeftOvers(services, known, log);
    }

    /** A copy that cannot be written holds up nobody; the next command tries again. */
    private void copies() {
        var directories = services.admission().get().catalog().evidenceCopies();
        if (directories.isEmpty() || !Files.isDirectory(home.log())) {
            return;
        }
        for (CopyStatus copy : new Copies(home.log(), services.keys().publicKeys()).update(directories)) {
            if (copy.state() != CopyStatus.State.CURRENT) {
                log.accept("copy " + copy.copy() + " is " + copy.state().name().toLowerCase(Locale.ROOT) + ": "
                        + copy.meaning());
            }
        }
    }

    RunServices services() {
        return services;
    }

    Worker worker() {
        return worker(line -> {});
    }

    /** @param heard takes the lines that are for a person, too */
    Worker worker(Consumer<String> heard) {
        return new Worker(new WorkerTools(new LocalProcessRunner(), clock, System.getenv(), log.andThen(heard)));
    }

    /** Takes lines for a person. */
    Consumer<String> log() {
        return log;
    }

    Home home() {
        return home;
    }

    Path catalogFile() {
        return catalogFile;
    }

    @Override
    public void close() {
        try {
            copies();
            // The tool makes its state files readable for others.
            DurableFiles.makePrivate(home.state());
        } catch (IOException e) {
            throw new UncheckedIOException("closing the states of this home to others", e);
        } finally {
            journal.close();
        }
    }
}
