package io.jenkins.plugins.iac.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.AdmissionRule;
import io.jenkins.plugins.iac.model.Context;
import io.jenkins.plugins.iac.model.DriftRules;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.PolicyRule;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.RunTask;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Team;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The configuration, free of errors, inherited and indexed. Made only by {@link CatalogLoader}. Immutable; safe in any
 * thread. Names are looked up in constant time; collections are in the order of the document.
 */
public final class Catalog {
    /** What stands where a document names no condition. */
    private static final String ALWAYS = "true";

    private final Map<String, Team> teams;
    private final Map<String, Environment> environments;
    private final Map<String, Identity> identities;
    private final Map<String, Pool> pools;
    private final Map<String, Stack> stacks;
    private final Map<String, Context> contexts;
    private final List<AdmissionRule> rules;
    private final List<PolicyRule> policies;
    private final DriftRules drift;
    private final Map<String, RunTask> runTasks;
    private final List<java.nio.file.Path> evidenceCopies;
    private final Map<Vocabulary, Map<String, Expression>> conditions;
    private final Tree.Mapping document;
    /** Rules of risk as JSON, or null; nobody changes it. */
    private final JsonNode riskTable;

    private final String riskRules;
    /** Made when it is first asked for: whoever looks at a catalog only does not wait for it. */
    private volatile Sha256 policyBundle;

    private volatile StackGraph graph;

    private final boolean suppliesPools;

    Catalog(
            Collection<Team> teams,
            Collection<Environment> environments,
            Collection<Identity> identities,
            Collection<Pool> pools,
            Collection<Stack> stacks,
            Collection<Context> contexts,
            List<AdmissionRule> rules,
            List<PolicyRule> policies,
            DriftRules drift,
            List<RunTask> runTasks,
            List<java.nio.file.Path> evidenceCopies,
            Map<Vocabulary, Map<String, Expression>> conditions,
            JsonNode riskTable,
            Tree.Mapping document) {
        this.teams = index(teams, Team::name);
        this.environments = index(environments, Environment::name);
        this.identities = index(identities, Identity::name);
        this.pools = index(pools, Pool::name);
        this.stacks = index(stacks, s -> s.id().value());
        this.contexts = index(contexts, Context::name);
        this.rules = List.copyOf(rules);
        this.policies = List.copyOf(policies);
        this.drift = drift;
        this.runTasks = index(runTasks, RunTask::name);
        this.evidenceCopies = List.copyOf(evidenceCopies);
        this.conditions = new EnumMap<>(Vocabulary.class);
        conditions.forEach((vocabulary, compiled) -> {
            Map<String, Expression> all = new HashMap<>(compiled);
            all.computeIfAbsent(ALWAYS, always -> Expression.of(always, vocabulary));
            this.conditions.put(vocabulary, Map.copyOf(all));
        });
        this.document = document;
        this.riskTable = riskTable;
        this.riskRules = riskTable == null ? null : Json.write(riskTable);
        this.suppliesPools = suppliesPools(document);
    }

    private static <T> Map<String, T> index(Collection<T> items, Function<T, String> name) {
        Map<String, T> result = new LinkedHashMap<>(items.size() * 2);
        items.forEach(item -> result.put(name.apply(item), item));
        return Collections.unmodifiableMap(result);
    }

    private static boolean suppliesPools(Tree.Mapping document) {
        return java.util.stream.Stream.of("scopes", "stacks")
                .map(document::get)
                .filter(Tree.Sequence.class::isInstance)
                .flatMap(list -> ((Tree.Sequence) list).items().stream())
                .anyMatch(item -> item instanceof Tree.Mapping mapping && mapping.get("pools") != null);
    }

    private Sha256 bundle() {
        List<AdmissionRule> sortedRules =
                rules.stream().sorted(Comparator.comparing(AdmissionRule::name)).toList();
        List<PolicyRule> sortedPolicies =
                policies.stream().sorted(Comparator.comparing(PolicyRule::name)).toList();
        Map<String, Object> bundle = new LinkedHashMap<>();
        bundle.put("rules", sortedRules);
        bundle.put("policies", sortedPolicies);
        if (!runTasks.isEmpty()) {
            bundle.put("runTasks", new TreeMap<>(runTasks));
        }
        if (riskTable != null) {
            bundle.put("riskRules", riskTable);
        }
        return CanonicalJson.hash(Json.tree(bundle));
    }

    /** A stack as it is after inheritance. */
    public Optional<Stack> stack(StackId id) {
        return Optional.ofNullable(stacks.get(id.value()));
    }

    /** A stack by the text of its id; empty for text that is no id. */
    public Optional<Stack> stack(String id) {
        return Optional.ofNullable(stacks.get(id));
    }

    public Collection<Stack> stacks() {
        return stacks.values();
    }

    public Optional<Environment> environment(String name) {
        return Optional.ofNullable(environments.get(name));
    }

    public Collection<Environment> environments() {
        return environments.values();
    }

    public Optional<Pool> pool(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    public Collection<Pool> pools() {
        return pools.values();
    }

    public Optional<Identity> identity(String name) {
        return Optional.ofNullable(identities.get(name));
    }

    public Collection<Identity> identities() {
        return identities.values();
    }

    public Optional<Team> findTeam(String name) {
        return Optional.ofNullable(teams.get(name));
    }

    public Collection<Team> teams() {
        return teams.values();
    }

    public Optional<Context> context(String name) {
        return Optional.ofNullable(contexts.get(name));
    }

    public Collection<Context> contexts() {
        return contexts.values();
    }

    public List<AdmissionRule> rules() {
        return rules;
    }

    public List<PolicyRule> policies() {
        return policies;
    }

    /** How drift is looked for, and what is said of what is found. */
    public DriftRules drift() {
        return drift;
    }

    /** Directories in which a copy of the evidence log is kept. */
    public List<java.nio.file.Path> evidenceCopies() {
        return evidenceCopies;
    }

    /** The policies judged at one point, in the order of the document. */
    public List<PolicyRule> policies(String point) {
        return policies.stream().filter(p -> p.point().equals(point)).toList();
    }

    /**
     * The teams of a person: every declared team that names the user or one of the groups. In a catalog without any team
     * the groups of the security realm are the teams. A group that only shares its name with a team makes nobody a member.
     *
     * @param user user id, compared exactly
     * @param groups groups of the security realm
     */
    public Set<String> teamsOf(String user, Collection<String> groups) {
        if (teams.isEmpty()) {
            return new TreeSet<>(groups);
        }
        Set<String> result = new TreeSet<>();
        for (Team team : teams.values()) {
            boolean member =
                    team.users().contains(user) || team.groups().stream().anyMatch(groups::contains);
            if (member) {
                result.add(team.name());
            }
        }
        return result;
    }

    /** Whether any scope or stack supplies pools; where none does, the conditions of the pools alone decide. */
    public boolean suppliesPools() {
        return suppliesPools;
    }

    /** A condition of this catalog, compiled when it was loaded; any other text is compiled now. */
    public Expression condition(String cel, Vocabulary vocabulary) {
        Expression known = conditions.get(vocabulary).get(cel);
        return known != null ? known : Expression.of(cel, vocabulary);
    }

    /** Rules of risk beside those of the program, as JSON in the form of its table; null where there are none. */
    public String riskRules() {
        return riskRules;
    }

    /** An external check. */
    public Optional<RunTask> runTask(String name) {
        return Optional.ofNullable(runTasks.get(name));
    }

    public Collection<RunTask> runTasks() {
        return runTasks.values();
    }

    /**
     * SHA-256 over the canonical form of all rules, policies and external checks, sorted by name, and of the rules of risk in
     * their order: what a run was judged by, and what those who approve were told.
     */
    public Sha256 policyBundle() {
        Sha256 bundle = policyBundle;
        if (bundle == null) {
            bundle = bundle();
            policyBundle = bundle;
        }
        return bundle;
    }

    /** Which stacks keep each other waiting. */
    public StackGraph graph() {
        StackGraph known = graph;
        if (known == null) {
            known = new StackGraph(stacks.values(), environments.values());
            graph = known;
        }
        return known;
    }

    /**
     * Where every field of a stack comes from, in the order of the fields.
     *
     * @return empty for an unknown stack
     */
    public List<Inherited> describe(StackId id) {
        return stack(id).map(Description::of).orElse(List.of());
    }

    /** A finding at the place of a stack in the document, for those who judge a catalog by more than its text. */
    public Finding findingAt(StackId id, String message) {
        if (document.get("stacks") instanceof Tree.Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                Tree item = list.items().get(i);
                boolean here = item instanceof Tree.Mapping mapping
                        && mapping.get("id") instanceof Tree.Scalar name
                        && name.text().equals(id.value());
                if (here) {
                    return new Finding(item.line(), item.column(), "stacks[" + i + "]", message);
                }
            }
        }
        return new Finding(0, 0, "stacks", message);
    }

    /** The document that it was made from. */
    Tree.Mapping document() {
        return document;
    }

    /** The document as plain maps, lists, texts, numbers and truth values, before inheritance; it loads again as it is. */
    public Map<String, Object> toPlain() {
        return Export.record(Shapes.CATALOG, document);
    }

    /** The document as JSON; see {@link #toPlain}. */
    public JsonNode toJson() {
        return Json.tree(toPlain());
    }

    /** The document as YAML; see {@link #toPlain}. */
    public String toYaml() {
        return Export.yaml(toPlain());
    }
}
