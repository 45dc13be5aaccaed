package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.SignedContract;
import io.jenkins.plugins.iac.crypto.AesGcm;
import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import io.jenkins.plugins.iac.worker.WorkArea;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What planning and applying have in common: making requests for the worker, refusing, failing. */
final class Journey {
    private final RunServices services;

    Journey(RunServices services) {
        this.services = services;
    }

    /** The request that prepares the agent; {@code area} is the approved one for an apply, else null. */
    JobRequest prepare(Run run, Contract contract, Location location, String area) {
        Stack stack =
                services.admission().get().catalog().stack(run.stackName()).orElseThrow();
        String wanted = area != null ? area : area(location, stack);
        return request(Phase.PREPARE, contract, wanted, area != null, location, stack, run);
    }

    /** Where this stack is checked out on every agent; the first key is the installation's name, as in its evidence. */
    String area(Location location, Stack stack) {
        String owner = services.keys().publicKeys().all().get(0).keyid();
        return WorkArea.path(Path.of(location.workRoot()), owner, stack.repository(), stack.id())
                .toString();
    }

    /** The same agent, one phase on. */
    JobRequest next(
            Phase phase, JobRequest before, JsonNode prepared, Optional<CloudBinding> identity, ObjectNode expected) {
        return new JobRequest(
                phase,
                before.contract(),
                before.keys(),
                prepared.path("area").asText(),
                before.exactArea(),
                before.git(),
                before.location(),
                before.copyOf(),
                before.allowedSigners(),
                before.gitFiles(),
                before.scan(),
                before.variables(),
                before.dataClasses(),
                before.riskRules(),
                identity.map(b -> new JobRequest.IdentityFiles(
                                b.directory().toString(), b.environment(), b.tokenVariables()))
                        .orElse(null),
                before.planMode(),
                before.targets(),
                before.speculative(),
                expected,
                before.providerMirror(),
                before.redactionKey(),
                before.timeoutSeconds(),
                before.graceSeconds(),
                List.of());
    }

    /** The working directory that was prepared. */
    static Path area(JsonNode prepared) {
        return Path.of(prepared.path("area").asText());
    }

    private JobRequest request(
            Phase phase, Contract contract, String area, boolean exact, Location location, Stack stack, Run run) {
        var pool = contract.pool() == null
                ? null
                : services.admission().get().catalog().pool(contract.pool()).orElse(null);
        return new JobRequest(
                phase,
                SignedContract.sign(contract, services.keys().current()).json(),
                services.keys().publicKeys().jwks(),
                area,
                exact,
                location.git(),
                location.repository(),
                location.copyOf(),
                location.allowedSigners(),
                location.files(),
                new JobRequest.ScanTerms(run.source().kind().isUntrusted(), stack.providers(), stack.modules()),
                stack.variables(),
                stack.dataClasses(),
                services.admission().get().catalog().riskRules(),
                null,
                planMode(run),
                targets(run),
                false,
                null,
                pool == null ? null : pool.providerMirror(),
                Base64.getEncoder().encodeToString(AesGcm.newKey()),
                run.fact("request").path("timeoutSeconds").asLong(0),
                0,
                List.of());
    }

    private static String planMode(Run run) {
        if (run.operation() == Operation.DESTROY) {
            return "destroy";
        }
        return run.operation() == Operation.DRIFT ? "refresh_only" : "normal";
    }

    private static List<String> targets(Run run) {
        List<String> targets = new java.util.ArrayList<>();
        run.fact("request").path("targets").forEach(t -> targets.add(t.asText()));
        return targets;
    }

    /** Ends the run because a decision says no, and says why; its plan is forgotten when that is recorded. */
    IacException refuse(
            Run run, RunState end, String doing, String found, String expected, String next, List<Condition> why) {
        ObjectNode facts = Json.object();
        facts.set(
                "refusal", Json.object().put("doing", doing).put("found", found).put("expected", expected));
        ((ObjectNode) facts.get("refusal")).set("conditions", Json.tree(why));
        services.book().step(run, end, facts);
        services.plans().forget(run.id());
        return new IacException(
                IacException.Kind.REFUSED,
                new Problem(doing, "stack " + run.stackName() + ", run " + run.id(), found, expected, next),
                why,
                null);
    }

    /** The same for a refusal that was worded elsewhere. */
    IacException refused(Run run, RunState end, IacException e) {
        return refuse(
                run,
                end,
                e.problem().doing(),
                e.problem().found(),
                e.problem().expected(),
                e.problem().next(),
                e.conditions());
    }

    static ObjectNode fact(String name, JsonNode value) {
        ObjectNode facts = Json.object();
        facts.set(name, value);
        return facts;
    }
}
