package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.approval.Memberships;
import io.jenkins.plugins.iac.approval.PersonIds;
import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.identity.Issuer;
import io.jenkins.plugins.iac.lock.LockBook;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the engine works with, given by the host once.
 *
 * @param admission decides by today's catalog; asked for at each decision
 * @param book the runs
 * @param keys sign contracts, evidence and checkpoints
 * @param variablesKey hashes variables for the digest, so that a short value cannot be guessed from it
 * @param plans keeps saved plans encrypted between plan and apply
 * @param locks who holds what
 * @param log the evidence log, opened when something is sealed
 * @param files directory in which each run has one for its artifacts
 * @param clock tells the time
 * @param memberships who is in which team now, beside what was recorded with the vote
 * @param persons when two user ids mean one person
 * @param unauthenticatedVotes where votes count that nobody authenticated
 * @param enforcesReceipts whether agents are judged by their receipts; the command line runs on whatever machine it is
 *     called on, records the receipt and does not judge it
 * @param issuer gives the issuer of identity tokens; null, or giving null, where this host issues none
 * @param host what this host calls itself in the evidence
 */
public record RunServices(
        Supplier<Admission> admission,
        RunBook book,
        KeyRing keys,
        Hmac variablesKey,
        PlanVault plans,
        LockBook locks,
        Supplier<EvidenceLog> log,
        Path files,
        InstantSource clock,
        Memberships memberships,
        PersonIds persons,
        UnauthenticatedVotes unauthenticatedVotes,
        boolean enforcesReceipts,
        Supplier<Issuer> issuer,
        String host) {

    public RunServices {
        issuer = issuer == null ? () -> null : issuer;
    }

    /** URL of the issuer, or null. */
    String issuerUrl() {
        Issuer now = issuer.get();
        return now == null ? null : now.url().value();
    }

    /** Where a run's artifacts are. */
    public Path artifacts(String run) {
        return files.resolve(RunId.check(run)).resolve("artifacts");
    }
}
