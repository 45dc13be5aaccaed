package io.jenkins.plugins.iac.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.catalog.Parts.At;
import io.jenkins.plugins.iac.model.AdmissionRule;
import io.jenkins.plugins.iac.model.Context;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.PolicyRule;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Team;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** From a tree to a catalog: fields, names, inheritance, dependencies, dangers. Goes on after errors to find all of them. */
final class Assembly {
    private final Findings findings;
    private final Conditions conditions;

    Assembly(Findings findings, Conditions conditions) {
        this.findings = findings;
        this.conditions = conditions;
    }

    LoadResult assemble(Tree tree, String name) {
        Reader reader = new Reader(findings, conditions);
        Fields root = reader.record(Shapes.CATALOG, tree, Path.ROOT);
        if (root == null) {
            return new LoadResult(name, null, findings.errors(), findings.warnings());
        }
        checkFields(root, reader);
        JsonNode riskRules = RiskRules.check(root, (Tree.Mapping) tree, findings);
        Parts parts = parts(root);
        resolve(root, parts);
        new Dependencies(root.records("stacks"), findings).check();
        Catalog catalog = null;
        if (!findings.hasErrors()) {
            new Warnings(parts, root.records("policies"), findings).check();
            List<AdmissionRule> rules =
                    root.records("rules").stream().map(Records::rule).toList();
            List<PolicyRule> policies =
                    root.records("policies").stream().map(Records::policy).toList();
            catalog = new Catalog(
                    parts.teams().values(),
                    values(parts.environments()),
                    values(parts.identities()),
                    values(parts.pools()),
                    values(parts.stacks()),
                    values(parts.contexts()),
                    rules,
                    policies,
                    Records.drift(root),
                    root.records("runTasks").stream().map(Records::runTask).toList(),
                    root.records("evidenceCopies").stream()
                            .map(copy -> java.nio.file.Path.of(copy.text("directory")))
                            .toList(),
                    conditions.compiled(),
                    riskRules,
                    (Tree.Mapping) tree);
            new NameChecks(catalog, conditions).warn(root, findings);
        }
        return new LoadResult(name, catalog, findings.errors(), findings.warnings());
    }

    private void checkFields(Fields root, Reader reader) {
        References references = new References(findings);
        references.declare(Kind.TEAM, root.records("teams"));
        references.declare(Kind.ENVIRONMENT, root.records("environments"));
        references.declare(Kind.IDENTITY, root.records("identities"));
        references.declare(Kind.POOL, root.records("pools"));
        references.declare(Kind.CONTEXT, root.records("contexts"));
        references.declare(Kind.RUN_TASK, root.records("runTasks"));
        references.declare(Kind.STACK, root.records("stacks"));
        references.unique("scope", "path", root.records("scopes"), new HashMap<>());
        references.unique("rule", "name", root.records("rules"), new HashMap<>());
        references.unique("policy", "name", root.records("policies"), new HashMap<>());
        references.unique("drift suppression", "name", root.records("driftSuppressions"), new HashMap<>());
        references.unique("copy", "directory", root.records("evidenceCopies"), new HashMap<>());
        references.unique("emergency", "name", root.records("emergencies"), new HashMap<>());
        references.check(reader.references());
        Checks checks = new Checks(findings);
        checks.environments(root.records("environments"), references);
        new EmergencyChecks(findings).check(root);
        new IdentityChecks(findings).identities(root.records("identities"));
        new ReadRoles(findings).check(root.records("identities"));
        checks.policies(root.records("policies"));
        checks.pools(root.records("pools"));
        checks.stackFields(root.records("scopes"));
        checks.stackFields(root.records("stacks"));
    }

    private Parts parts(Fields root) {
        Map<String, Team> teams = new LinkedHashMap<>();
        for (Fields team : root.records("teams")) {
            if (team.has("name")) {
                teams.put(team.text("name"), Records.team(team));
            }
        }
        List<At<Identity>> identities = located(root, "identities", Records::identity);
        Map<String, Identity> byName = new HashMap<>();
        identities.forEach(identity -> byName.put(identity.value().name(), identity.value()));
        boolean ok = !findings.hasErrors();
        return new Parts(
                teams,
                ok ? located(root, "environments", Records::environment) : List.of(),
                identities,
                ok ? located(root, "pools", Records::pool) : List.of(),
                located(root, "contexts", Records::context),
                new ArrayList<>(),
                byName);
    }

    private static <T> List<At<T>> located(Fields root, String list, Function<Fields, T> make) {
        return root.records(list).stream()
                .map(fields -> new At<>(fields, make.apply(fields)))
                .toList();
    }

    private static <T> List<T> values(List<At<T>> located) {
        return located.stream().map(At::value).toList();
    }

    private void resolve(Fields root, Parts parts) {
        Map<String, Context> contexts = new HashMap<>();
        values(parts.contexts()).forEach(context -> contexts.put(context.name(), context));
        Levels levels = new Levels(root.records("scopes"), findings);
        StackResolver resolver = new StackResolver(levels, contexts, findings);
        IdentityChecks identityChecks = new IdentityChecks(findings);
        for (Fields own : root.records("stacks")) {
            Stack stack = resolver.resolve(own);
            if (stack != null) {
                identityChecks.ofStack(own, stack, parts.identityByName());
                parts.stacks().add(new At<>(own, stack));
            }
        }
        for (Levels.Level level : levels.unused()) {
            findings.warn(
                    level.fields().at("path"),
                    level.fields().path().child("path"),
                    "no stack lies below " + level.path() + ": the scope does nothing; correct its path or remove it");
        }
    }
}
