package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.admission.Request;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.evidence.VerificationResult;
import io.jenkins.plugins.iac.evidence.Verifier;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.run.PlanVault;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.run.Votes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The acts of the demo. Each uses the engine as the commands do, and fails if what must happen does not. */
final class Demo {
    private static final String STACK = "prod/eu-west-1/payments-db";
    private static final String CODE = "live/prod/eu-west-1/payments-db/main.tf";
    private final RootCommand root;
    private final Path directory;
    private final DemoStage stage;

    Demo(RootCommand root, Path directory) {
        this.root = root;
        this.directory = directory;
        this.stage = new DemoStage(root.terminal());
    }

    int play() throws IOException {
        stage.act("A company with two regions, three environments and five teams");
        DemoCompany company = DemoCompany.make(directory);
        stage.fact(
                "tool",
                company.tool().name() + " " + company.tool().version() + ", "
                        + company.tool().path());
        stage.fact("repository", company.repository().toString());
        stage.fact("catalog", company.catalog().toString());
        var loaded = CatalogLoader.load(company.catalog());
        stage.check(loaded.isOk(), loaded.errors().toString(), "a catalog without errors");
        stage.good(loaded.catalog().stacks().size() + " stacks, "
                + loaded.catalog().pools().size() + " pools, no errors");
        Home home = Home.open(directory.resolve("home"), true, root.clock());
        try (CliEngine engine = CliEngine.open(root, home, company.catalog(), stage::progress)) {
            fork(engine, company);
            wrongPool(company);
            firstApply(engine, company);
            Run run = change(engine, company);
            tamper(engine, run);
            run = applied(engine, company);
            evidence(engine, home, run);
        }
        files(company);
        return 0;
    }

    private void fork(CliEngine engine, DemoCompany company) {
        stage.act("A pull request from a fork");
        stage.say(
                "A stranger's code asks for a plan of production. Forks get what needs no credential, and nothing else.");
        RunSource fork = source(SourceKind.FORK_PULL_REQUEST, "pr-17", company.head(), "mallory");
        stage.mustRefuse("plan of " + STACK, () -> planner(engine)
                .plan(STACK, Operation.PLAN, company.repository(), fork, Json.object()));
        Run checked = planner(engine).plan(STACK, Operation.VALIDATE, company.repository(), fork, Json.object());
        stage.check(checked.end() == RunState.CHECKED, checked.end() + "", "checked");
        stage.good("validate: scanned, initialised without a backend, valid; no credential, no plan");
    }

    private void wrongPool(DemoCompany company) throws IOException {
        stage.act("A database stack on a pool that may not take it");
        stage.say(
                "Somebody supplies the development pool to the production database. The catalog decides, not the label.");
        String wrong = Files.readString(company.catalog())
                .replace(
                        "resourceClass: database\n    pools: [pool-prod-data]",
                        "resourceClass: database\n    pools: [pool-dev]");
        AdmissionDecision decision = new Admission(
                        CatalogLoader.load(wrong, "edited iac.yaml").orThrow())
                .decide(Request.of(
                        STACK,
                        Operation.PLAN,
                        source(SourceKind.BRANCH, "main", company.head(), "alice"),
                        root.clock().instant()));
        stage.check(!decision.admitted(), "admitted on " + decision.pool(), "no pool, no run");
        stage.refused("plan of " + STACK + ": no pool, no run");
        decision.failures().forEach(stage::condition);
    }

    private void firstApply(CliEngine engine, DemoCompany company) {
        stage.act("The database is made");
        Run planned = plan(engine, company);
        stage.plan(planned.fact("plan"));
        approve(engine, planned, "bob", "payments");
        stage.good("bob of payments approves");
        Run run = new Applier(engine).apply(current(engine, planned), null);
        stage.check(run.end() == RunState.VERIFIED, run.end() + "", "verified");
        stage.good("applied and verified: a plan after it is empty");
    }

    private Run change(CliEngine engine, DemoCompany company) throws IOException {
        stage.act("An upgrade that replaces the database");
        company.edit(CODE, "engine_version = \"15.4\"", "engine_version = \"16.2\"");
        stage.fact("commit", company.commit("Upgrade the orders database to 16.2"));
        Run run = plan(engine, company);
        stage.plan(run.fact("plan"));
        stage.check(run.state() == RunState.AWAITING_APPROVAL, run.state() + "", "awaiting_approval");
        stage.say("The owner must approve, and because something is destroyed, sre-oncall as well.");
        stage.mustRefuse("approval by alice, who asked for the run", () -> approve(engine, run, "alice", "payments"));
        approve(engine, run, "bob", "payments");
        stage.good("bob of payments approves this digest");
        stage.mustRefuse(
                "apply with one of two approvals", () -> new Applier(engine).apply(current(engine, run), null));
        approve(engine, run, "sam", "sre-oncall");
        stage.good("sam of sre-oncall approves this digest");
        return current(engine, run);
    }

    private void tamper(CliEngine engine, Run run) throws IOException {
        stage.act("Somebody changes the plan after it was approved");
        stage.say("One bit of the saved plan is flipped, by somebody who even has the key of the vault.");
        PlanVault vault = engine.services().plans();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        vault.restore(run.id(), plain);
        byte[] bytes = plain.toByteArray();
        bytes[bytes.length / 2] ^= 1;
        vault.keep(run.id(), new ByteArrayInputStream(bytes));
        stage.mustRefuse("apply", () -> new Applier(engine).apply(current(engine, run), null));
        stage.say("Nothing was changed. The run is over: plan again, approve again.");
        stage.check(
                current(engine, run).end() == RunState.REFUSED,
                current(engine, run).state() + "",
                "refused");
    }

    private Run applied(CliEngine engine, DemoCompany company) throws IOException {
        stage.act("The working tree is edited after the plan, and the apply");
        Run planned = plan(engine, company);
        approve(engine, planned, "bob", "payments");
        approve(engine, planned, "sam", "sre-oncall");
        stage.good("a new plan of the same commit, approved by bob and sam");
        company.edit(CODE, "storage_gb     = 500", "storage_gb     = 5");
        stage.say("In the clone, somebody shrinks the storage to 5 GB. The apply checks the commit out afresh:");
        Run run = new Applier(engine).apply(current(engine, planned), null);
        stage.check(run.end() == RunState.VERIFIED, run.end() + "", "verified");
        stage.good("applied exactly what was approved, verified; the edit had no effect");
        stage.fact(
                "state",
                "serial " + run.fact("apply").path("stateBefore").path("serial") + " to "
                        + run.fact("apply").path("stateAfter").path("serial"));
        return run;
    }

    private void evidence(CliEngine engine, Home home, Run run) throws IOException {
        stage.act("Evidence that a stranger can verify");
        Path file = engine.services().artifacts(run.id()).resolve("evidence.dsse.json");
        VerificationResult whole = Verifier.verify(
                List.of(file), Optional.of(home.log()), home.keys().publicKeys(), Optional.empty());
        stage.check(whole.verified(), whole.problems().toString(), "evidence that verifies");
        stage.good("the record of this run and the whole log verify (" + whole.records() + " records)");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Path flipped = Files.write(directory.resolve("flipped.dsse.json"), bytes);
        VerificationResult bad =
                Verifier.verify(List.of(flipped), Optional.empty(), home.keys().publicKeys(), Optional.empty());
        stage.check(!bad.verified(), "a flipped bit that nobody noticed", "a problem");
        stage.refused(
                "the same record with one bit flipped: " + bad.problems().get(0).what());
    }

    private void files(DemoCompany company) {
        stage.act("Where things are");
        stage.fact("all of it", directory.toString());
        stage.fact(
                "evidence",
                directory.resolve("home/runs/*/artifacts/evidence.dsse.json").toString());
        stage.fact("log", directory.resolve("home/evidence").toString());
        stage.fact("journal", directory.resolve("home/journal").toString());
        stage.say("Go on with it:");
        stage.say("  java -jar target/iac-runners-cli.jar runs --home " + directory.resolve("home"));
        stage.say("  java -jar target/iac-runners-cli.jar verify --home " + directory.resolve("home") + " --log "
                + directory.resolve("home/evidence"));
        stage.say("  java -jar target/iac-runners-cli.jar explain --catalog " + company.catalog() + " --stack " + STACK
                + " --operation apply --source branch --ref main");
    }

    private Run plan(CliEngine engine, DemoCompany company) {
        RunSource source = source(SourceKind.BRANCH, "main", company.head(), "alice");
        return planner(engine).plan(STACK, Operation.PLAN, company.repository(), source, Json.object());
    }

    private static Planner planner(CliEngine engine) {
        return new Planner(engine);
    }

    private static RunSource source(SourceKind kind, String ref, String commit, String actor) {
        return new RunSource(
                kind,
                "git@github.com:northstar/infra-live.git",
                commit,
                ref,
                null,
                actor,
                actor,
                Trigger.PERSON,
                Tri.UNKNOWN);
    }

    private void approve(CliEngine engine, Run run, String user, String team) {
        Vote vote = new Vote(
                user,
                new TreeSet<>(Set.of(team)),
                Sha256.parse(run.fact("plan").path("digest").asText()),
                Vote.Decision.APPROVE,
                "",
                engine.services().clock().instant(),
                false,
                "cli");
        new Votes(engine.services())
                .vote(current(engine, run), vote, Json.object().put("osUser", System.getProperty("user.name")));
    }

    private static Run current(CliEngine engine, Run run) {
        return engine.services().book().get(run.id());
    }
}
