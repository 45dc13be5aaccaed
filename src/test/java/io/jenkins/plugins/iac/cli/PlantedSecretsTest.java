package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Runs of every operation are taken through their whole life with {@link PlantedSecrets}, and every file that they leave and
 * everything that was printed is searched for them.
 */
public class PlantedSecretsTest {
    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    /** A program outside that keeps what it is asked. */
    private static Path task(Company company) throws IOException {
        Path script = company.directory().resolve("task.sh");
        Files.writeString(script, "#!/bin/sh\ncat request.json > " + company.directory() + "/asked.json\n");
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    @Test
    public void wholeRun_leavesNoSecretAnywhere() throws Exception {
        Company.tool();
        Company company = new Company(temporary.newFolder("c").toPath());
        company.stack("stage/queue", "", PlantedSecrets.configuration(1, true)).writeCatalog();
        company.catalog(
                "stacks:\n",
                "runTasks:\n  - {name: outside, stages: [after_plan], level: advisory, sendPlan: true, command: ["
                        + task(company) + "]}\nstacks:\n");
        company.catalog("directory: stage/queue", "directory: stage/queue, constraints: {runTasks: [outside]}");
        company.file(
                "stage/queue/terraform.tfvars",
                "late = " + PlantedSecrets.hcl(PlantedSecrets.TEXTS.get("unplanned")) + "\n");
        company.commit();
        List<Answer> said = new ArrayList<>();
        Answer first = company.plan("stage/queue").ends(0);
        said.add(first);
        said.add(company.approve(first, "bob", "payments").ends(0));
        said.add(company.call("apply", first.run()).ends(0));
        company.stack("stage/queue", "", PlantedSecrets.configuration(2, true));
        company.commit();
        Answer second = company.plan("stage/queue").ends(0);
        said.add(second);
        said.add(company.approve(second, "bob", "payments").ends(0));
        // Its check does not hold, and the verification says so.
        said.add(company.call("apply", second.run()).ends(3));
        company.stack("stage/queue", "", PlantedSecrets.configuration(3, false));
        company.commit();
        Answer failed = company.plan("stage/queue");
        assertTrue(failed.out() + failed.err(), failed.err().contains("refused (sensitive), MARKER"));
        said.add(failed);
        assertTrue(second.err(), second.err().contains("cannot connect with (sensitive) or (sensitive) or"));
        said.add(company.call("runs").ends(0));
        said.add(company.call("run", "show", second.run()).ends(0));
        said.add(company.call("audit", "show", second.run()).ends(0));
        said.add(company.text("run", "show", second.run()).ends(0));

        List<String> leaks = PlantedSecrets.leaks(company, said, "asked.json");
        List<String> inTheState = new ArrayList<>();
        PlantedSecrets.search("state", PlantedSecrets.content(company.state("stage/queue")), inTheState);
        assertTrue("the search finds what is there: " + inTheState, inTheState.size() >= PlantedSecrets.SECRETS.size());
        String asked = Files.readString(company.directory().resolve("asked.json"));
        assertTrue("the task got the plan", asked.contains("terraform_data.number"));
        assertTrue(Files.readString(company.home().resolve("runs/" + second.run() + "/artifacts/apply.log"))
                .contains("Apply complete"));
        assertEquals(String.join("\n", leaks), 0, leaks.size());
    }

    /** A program outside that knows secrets and says them. */
    private static Path talking(Company company) throws IOException {
        Path script = company.directory().resolve("talking.sh");
        Files.writeString(
                script,
                """
                #!/bin/sh
                run=$(sed 's/.*"run":"\\([^"]*\\)".*/\\1/' request.json)
                nonce=$(sed 's/.*"nonce":"\\([^"]*\\)".*/\\1/' request.json)
                cat > answer.json <<END
                {"run":"$run","nonce":"$nonce","status":"passed","message":"WORDS","url":"https://x.example/?t=COPIED","values":{"pin":NUMBER,"pw":"COPIED","cost":7}}
                END
                """
                        .replace("WORDS", PlantedSecrets.WORDS)
                        .replace("COPIED", PlantedSecrets.TEXTS.get("copied"))
                        .replace("NUMBER", PlantedSecrets.NUMBER));
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    private static Answer vote(Company company, String vote, Answer plan, String user, String team) {
        return company.call(
                vote,
                plan.run(),
                "--as",
                user,
                "--groups",
                team,
                "--digest",
                plan.digest(),
                "--comment",
                PlantedSecrets.WORDS);
    }

    private static Answer override(Company company, Answer plan, String policy) {
        return company.override(plan, policy, "sam", "sre-oncall", PlantedSecrets.WORDS);
    }

    private static Answer unlock(Company company, String stack) {
        return company.call("unlock", stack, "--as", "sam", "--reason", PlantedSecrets.WORDS)
                .ends(0);
    }

    private static Company talkative(Path directory) throws IOException {
        Company company = new Company(directory);
        company.stack("stage/queue", "constraints: {runTasks: [outside]}", withOutput(1))
                .stack(
                        "stage/import",
                        "",
                        PlantedSecrets.values() + PlantedSecrets.check(2)
                                + "import {\n  to = terraform_data.a\n  id = nonsensitive(var.late)\n}\n"
                                + "resource \"terraform_data\" \"a\" {}\n");
        for (String stack : List.of("stage/queue", "stage/import")) {
            company.file(
                    stack + "/terraform.tfvars",
                    "late = " + PlantedSecrets.hcl(PlantedSecrets.TEXTS.get("unplanned")) + "\n");
        }
        company.writeCatalog();
        company.catalog(
                "teams:\n",
                "policies:\n  - {name: nothing-new, point: plan, level: soft-mandatory, cel: 'plan.create == 0'}\n"
                        + "  - {name: no-drift, point: drift, level: soft-mandatory, cel: 'false'}\nrunTasks:\n"
                        + "  - {name: outside, stages: [after_plan, before_apply], level: advisory, command: ["
                        + talking(company) + "]}\n  - {name: pager, stages: [break_glass], level: advisory, command: ["
                        + task(company) + "]}\nteams:\n");
        company.catalog(
                "name: stage\n",
                "name: stage\n    overrides: {team: sre-oncall}\n"
                        + "    breakGlass: {teams: [payments], expiry: 1h, alert: pager, reviewers: [sre-oncall]}\n");
        company.emergencyPool();
        company.commit();
        return company;
    }

    private static String withOutput(int version) {
        return PlantedSecrets.configuration(version, true)
                + "output \"plain\" {\n  value = \"id=${nonsensitive(local.copied)}\"\n}\n";
    }

    @Test
    public void everyOtherOperationAndEveryText_leaveNoSecretAnywhere() throws Exception {
        Company.tool();
        Company company = talkative(temporary.newFolder("c").toPath());
        List<Answer> said = new ArrayList<>();
        Answer plan = company.plan("stage/queue").ends(2);
        said.add(plan);
        said.add(override(company, plan, "nothing-new").ends(0));
        said.add(vote(company, "approve", plan, "alice", "payments").ends(2));
        said.add(vote(company, "approve", plan, "bob", "payments").ends(0));
        Answer applied = company.call("apply", plan.run()).ends(0);
        said.add(applied);

        Path state = company.state("stage/queue");
        Files.writeString(
                state,
                Files.readString(state)
                        .replaceFirst("\"value\": \"id=[^\"]*\"", "\"value\": \"by hand\"")
                        .replaceFirst("\"serial\": (\\d+)", "\"serial\": 9$1"));
        company.stack("stage/queue", "", withOutput(2));
        company.commit();
        Answer drift = company.operation("drift", "stage/queue", "branch", "main", company.head())
                .ends(2);
        said.add(drift);
        said.add(override(company, drift, "no-drift").ends(0));

        Answer rejected = company.plan("stage/queue").ends(0);
        said.add(rejected);
        said.add(vote(company, "reject", rejected, "bob", "payments").ends(0));

        Answer glass = company.operation(
                        "break-glass", "stage/queue", "branch", "main", company.head(), "--reason", "queue is down")
                .ends(0);
        said.add(glass);
        said.add(vote(company, "approve", glass, "bob", "payments").ends(0));
        said.add(vote(company, "approve", glass, "carl", "payments").ends(0));
        said.add(company.call("apply", glass.run()).ends(3));
        said.add(unlock(company, "stage/queue"));

        Answer destroy = company.operation("destroy", "stage/queue", "branch", "main", company.head())
                .ends(0);
        said.add(destroy);
        said.add(vote(company, "approve", destroy, "bob", "payments").ends(0));
        said.add(company.call("apply", destroy.run()));

        Answer imported = company.operation("import", "stage/import", "branch", "main", company.head())
                .ends(0);
        said.add(imported);
        said.add(vote(company, "approve", imported, "bob", "payments").ends(0));
        said.add(company.call("apply", imported.run()).ends(3));
        said.add(unlock(company, "stage/import"));
        for (Answer run : List.of(plan, drift, rejected, glass, destroy, imported)) {
            said.add(company.call("run", "show", run.run()).ends(0));
            said.add(company.call("audit", "show", run.run()).ends(0));
        }

        assertEquals("", String.join("\n", PlantedSecrets.leaks(company, said)));
        assertTrue(
                "what was imported: " + PlantedSecrets.content(company.state("stage/import")),
                PlantedSecrets.content(company.state("stage/import")).contains(PlantedSecrets.TEXTS.get("unplanned")));
        for (Answer run : List.of(drift, glass, imported)) {
            assertTrue(run.err(), run.err().contains("cannot connect with (sensitive) or (sensitive) or"));
        }
        String words = "connected with (sensitive) and (sensitive), pin (sensitive), MARKER";
        Path runs = company.home().resolve("runs");
        for (Answer run : List.of(plan, drift, rejected, glass, destroy, imported)) {
            String evidence = PlantedSecrets.content(runs.resolve(run.run() + "/artifacts/evidence.dsse.json"));
            assertTrue(run.run() + ": " + evidence, evidence.contains(words));
        }
        String html = Files.readString(runs.resolve(plan.run() + "/artifacts/summary.html"));
        assertTrue(html, html.contains(words));
        assertTrue(applied.out(), applied.out().contains("\"cost\""));
    }
}
