package io.jenkins.plugins.iac.identity;

import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.ContractIdentity;
import io.jenkins.plugins.iac.crypto.SecretStore;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One stack of production and its two identities, and a clock that a test sets. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final IssuerUrl ISSUER = new IssuerUrl("https://iac.northstar.example/oidc");
    static final StackId STACK = new StackId("prod/eu-west-1/payments-db");
    static final String RUN = "20261121-115900-4f2a9c01";
    static final Sha256 DIGEST = Sha256.of("the approved plan");
    static final Identity PLAN = identity("prod-payments-plan", List.of(Operation.PLAN, Operation.DRIFT));
    static final Identity APPLY = identity("prod-payments-apply", List.of(Operation.APPLY));

    private Samples() {}

    static Identity identity(String name, List<Operation> operations) {
        return new Identity(
                name,
                "prod",
                operations,
                "aws",
                "arn:aws:iam::123456789012:role/" + name,
                "sts.amazonaws.com",
                Duration.ofMinutes(15),
                Map.of());
    }

    /** Sound facts for any stack, environment and operation, by which another subject comes about. */
    static IssueFacts facts(
            StackId stack, String environment, Operation operation, Identity identity, IssuerUrl issuer, Instant now) {
        Sha256 digest = operation.isWrite() ? DIGEST : null;
        Contract c = contract(operation, identity, digest);
        Contract contract = new Contract(
                1,
                RUN,
                operation,
                c.source(),
                stack,
                c.directory(),
                c.workDir(),
                null,
                c.workspace(),
                c.pool(),
                c.images(),
                c.tool(),
                null,
                c.policyBundle(),
                new ContractIdentity(identity.name(), issuer.value(), identity.role(), "iac-" + RUN),
                c.requiredApprovals(),
                c.constraints(),
                c.environmentVariables(),
                now.minusSeconds(60),
                now.plus(Duration.ofHours(12)),
                digest);
        return new IssueFacts(
                RUN,
                operation,
                SourceKind.BRANCH,
                Tri.NO,
                operation.isWrite() ? Standing.DOOR : Standing.PLANNING,
                contract,
                identity,
                environment,
                issuer,
                digest,
                digest,
                List.of("bob"),
                now);
    }

    static Contract contract(Operation operation, Identity identity, Sha256 digest) {
        return contract(operation, identity, digest, SourceKind.BRANCH, "a".repeat(40), RUN);
    }

    static Contract contract(
            Operation operation, Identity identity, Sha256 digest, SourceKind kind, String commit, String run) {
        return new Contract(
                1,
                run,
                operation,
                new RunSource(
                        kind,
                        "git@github.com:northstar/infra-live.git",
                        commit,
                        "main",
                        null,
                        "alice",
                        "alice",
                        Trigger.PUSH,
                        Tri.YES),
                STACK,
                "live/prod",
                "/tmp/iac-0",
                null,
                "default",
                "pool-prod-data",
                List.of(),
                new PoolTool("terraform", "1.11.4", "/usr/local/bin/terraform", Sha256.of("tool")),
                null,
                Sha256.of("policies"),
                identity == null
                        ? null
                        : new ContractIdentity(identity.name(), ISSUER.value(), identity.role(), "iac-" + run),
                List.of("owner"),
                Constraints.NONE,
                List.of(),
                NOON.minusSeconds(60),
                NOON.plus(Duration.ofHours(12)),
                digest);
    }

    static IssueFacts planning() {
        return facts(Operation.PLAN, Standing.PLANNING, contract(Operation.PLAN, PLAN, null), PLAN, null, null);
    }

    static IssueFacts applying() {
        return facts(Operation.APPLY, Standing.DOOR, contract(Operation.APPLY, APPLY, DIGEST), APPLY, DIGEST, DIGEST);
    }

    static IssueFacts facts(
            Operation operation,
            Standing standing,
            Contract contract,
            Identity identity,
            Sha256 digest,
            Sha256 approved) {
        return new IssueFacts(
                RUN,
                operation,
                SourceKind.BRANCH,
                Tri.NO,
                standing,
                contract,
                identity,
                "prod",
                ISSUER,
                digest,
                approved,
                List.of("bob", "sam"),
                NOON);
    }

    /** A clock that a test moves. */
    static final class Clock implements InstantSource {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        void plus(Duration time) {
            now = now.plus(time);
        }
    }

    /** Secrets in memory. */
    static final class Memory implements SecretStore {
        final Map<String, byte[]> kept = new HashMap<>();

        @Override
        public Optional<byte[]> load(String name) {
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public void store(String name, byte[] secret) throws IOException {
            kept.put(name, secret);
        }
    }
}
