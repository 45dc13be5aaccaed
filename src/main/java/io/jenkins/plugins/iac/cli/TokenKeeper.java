package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.identity.Token;
import io.jenkins.plugins.iac.identity.TokenDirectory;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.Identities;
import io.jenkins.plugins.iac.run.Run;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The token of a run on this machine: issued just before the tool is started, renewed while it works, deleted when it has
 * ended. Where a renewal is refused the last token simply expires.
 */
final class TokenKeeper implements AutoCloseable {
    private final Identities identities;
    private final Run run;
    private final TokenDirectory directory;
    private final Consumer<String> log;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** Of the timer's thread, once it runs. */
    private volatile Instant renewAt;

    TokenKeeper(Identities identities, InstantSource clock, Run run, TokenDirectory directory, Consumer<String> log) {
        this.clock = clock;
        this.identities = identities;
        this.run = run;
        this.directory = directory;
        this.log = log;
        this.timer = directory == null
                ? null
                : Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "identity of run " + run.id());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Issues the first token, where the run has an identity.
     *
     * @throws IacException of kind REFUSED if the run gets none, TOOL_FAILED if it cannot be kept
     */
    static TokenKeeper start(CliEngine engine, Run run, Optional<CloudBinding> binding, Function<Run, Token> first) {
        Identities identities = new Identities(engine.services());
        if (binding.isEmpty()) {
            identities.whyNone(run).ifPresent(engine.log());
            return new TokenKeeper(identities, engine.services().clock(), run, null, engine.log());
        }
        Token token = first.apply(run);
        try {
            TokenDirectory directory = TokenDirectory.create(
                    binding.get().directory(), binding.get().files(), token.value());
            TokenKeeper keeper = new TokenKeeper(identities, engine.services().clock(), run, directory, engine.log());
            engine.log().accept("identity: " + token + ", valid until " + token.expiresAt());
            keeper.watch(token.renewAt());
            return keeper;
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "keeping the token of the run",
                    "run " + run.id(),
                    e.toString(),
                    "a private directory on this machine",
                    "look at the disk of this machine");
        }
    }

    /** By the clock that the token was issued by, looked at each second: a machine that slept is not fooled. */
    void watch(Instant due) {
        renewAt = due;
        timer.scheduleWithFixedDelay(this::renewIfDue, 1, 1, TimeUnit.SECONDS);
    }

    private void renewIfDue() {
        if (clock.instant().isBefore(renewAt)) {
            return;
        }
        try {
            Token token = identities.issue(run);
            directory.renew(token.value());
            renewAt = token.renewAt();
            log.accept("identity: " + token + ", renewed, valid until " + token.expiresAt());
        } catch (IOException e) {
            renewAt = clock.instant().plus(RETRY);
            log.accept("the identity could not be renewed and is tried again in " + RETRY.toSeconds() + " s: "
                    + e.getMessage());
        } catch (RuntimeException e) {
            renewAt = Instant.MAX;
            log.accept(
                    "the identity is not renewed any more; the apply goes on with the one it has: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (timer == null) {
            return;
        }
        timer.shutdownNow();
        try {
            timer.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            delete();
        }
    }

    private void delete() {
        try {
            directory.close();
        } catch (IOException e) {
            log.accept("the token of run " + run.id() + " could not be deleted: " + e.getMessage());
        }
    }
}
