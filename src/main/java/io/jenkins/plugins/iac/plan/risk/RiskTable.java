package io.jenkins.plugins.iac.plan.risk;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.plan.ResourceChange;
import io.jenkins.plugins.iac.plan.Risk;
import io.jenkins.plugins.iac.plan.RiskJudge;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The classes of risk and the rules that find them. The table that comes with this program knows the resource types of
 * AWS, Azure, Google Cloud and Kubernetes; an installation adds rules of its own in the same form ({@link #plus}). See
 * docs/risk.md. Immutable, safe for use by several threads; the judges it makes are for one thread each.
 */
public final class RiskTable {
    /** The class of a deletion. */
    public static final String DELETE = "delete";
    /** The class of a replacement of something that keeps data, or of which the catalog says so. */
    public static final String REPLACE_STATEFUL = "replace-stateful";
    /** The class of a replacement of a type of which this table cannot say whether it keeps data. */
    public static final String REPLACE_UNKNOWN = "replace-unknown";

    private static final Pattern INSTANCE_KEYS = Pattern.compile("\\[(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\]\"]*+)\\]");
    private static final String STANDARD = "standard.yaml";

    private final Map<String, String> classes;
    private final List<RiskRule> rules;
    private final List<TypePattern> known;

    RiskTable(Map<String, String> classes, List<RiskRule> rules, List<TypePattern> known) {
        this.classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        this.rules = List.copyOf(rules);
        this.known = List.copyOf(known);
    }

    /** The table that comes with this program. */
    public static RiskTable standard() {
        return Standard.TABLE;
    }

    /** Read once, when first asked for. */
    private static final class Standard {
        static final RiskTable TABLE = read();

        private static RiskTable read() {
            try (InputStream in = RiskTable.class.getResourceAsStream(STANDARD)) {
                return RiskTableReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), STANDARD);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * This table with rules and classes of another text in the same form added; nothing is taken away.
     *
     * @param yaml YAML or JSON with {@code classes}, {@code known} and {@code rules}, each optional
     * @param where the file, for errors
     * @throws IacException of bad input, naming the rule that cannot be understood
     */
    public RiskTable plus(String yaml, String where) {
        RiskTable more = RiskTableReader.read(yaml, where);
        Map<String, String> allClasses = new LinkedHashMap<>(classes);
        more.classes.forEach(allClasses::putIfAbsent);
        List<RiskRule> allRules = new ArrayList<>(rules);
        allRules.addAll(more.rules);
        List<TypePattern> allKnown = new ArrayList<>(known);
        allKnown.addAll(more.known);
        for (RiskRule rule : more.rules) {
            if (!allClasses.containsKey(rule.cls())) {
                throw IacException.badInput(
                        "reading risk rules",
                        where,
                        "the class " + rule.cls(),
                        "one of " + allClasses.keySet(),
                        "add it under classes");
            }
        }
        return new RiskTable(allClasses, allRules, allKnown);
    }

    List<RiskRule> rules() {
        return rules;
    }

    /** The classes with what each means, gravest first. */
    public Map<String, String> classes() {
        return classes;
    }

    /** Whether some rule of one of these classes is about a resource type. */
    public boolean isAbout(String type, Set<String> ofClasses) {
        return rules.stream().anyMatch(r -> ofClasses.contains(r.cls()) && r.isAbout(type));
    }

    /**
     * A judge for one reading of one plan.
     *
     * @param dataClasses the data class of each resource of the stack that has one, by address; an address without
     *     instance keys stands for all instances
     */
    public RiskJudge judge(Map<String, String> dataClasses) {
        return new Judge(Map.copyOf(dataClasses));
    }

    /**
     * The rules about one type.
     *
     * @param firsts the first steps of the paths they look at
     */
    private record Candidates(List<RiskRule> rules, Set<String> firsts, boolean all) {
        static Candidates of(List<RiskRule> rules) {
            Set<String> firsts = rules.stream()
                    .flatMap(RiskRule::paths)
                    .map(ValuePath::first)
                    .collect(Collectors.toSet());
            return new Candidates(rules, firsts, !firsts.stream().allMatch(ValuePath::isName));
        }

        boolean wants(String attribute) {
            return all || firsts.contains(attribute);
        }
    }

    private final class Judge implements RiskJudge {
        private final Map<String, String> dataClasses;
        private final Map<String, Candidates> byType = new HashMap<>();
        private final List<String> order = List.copyOf(classes.keySet());

        Judge(Map<String, String> dataClasses) {
            this.dataClasses = dataClasses;
        }

        @Override
        public List<Risk> judge(ResourceChange change, Source values) {
            Candidates candidates = candidates(change.type());
            ChangeKind kind = change.kind();
            String dataClass = dataClass(change);
            if (candidates.rules.isEmpty() && !kind.isDestructive()) {
                return List.of();
            }
            Map<String, Risk> found = new LinkedHashMap<>();
            if (kind == ChangeKind.DELETE) {
                put(found, DELETE, change, change.sentence() + dataClass);
            }
            Values[] once = new Values[1];
            Supplier<Values> lazily = () -> once[0] == null ? once[0] = values.of(candidates::wants) : once[0];
            for (RiskRule rule : candidates.rules) {
                if (!found.containsKey(rule.cls())) {
                    Optional<String> reason = rule.fires(change, lazily);
                    reason.ifPresent(text -> put(found, rule.cls(), change, text + dataClass));
                }
            }
            if (kind == ChangeKind.REPLACE && !found.containsKey(REPLACE_STATEFUL)) {
                if (!dataClass.isEmpty()) {
                    put(found, REPLACE_STATEFUL, change, change.sentence() + dataClass);
                } else if (known.stream().noneMatch(p -> p.matches(change.type()))) {
                    put(
                            found,
                            REPLACE_UNKNOWN,
                            change,
                            change.sentence() + "; whether this type keeps data is not known");
                }
            }
            return List.copyOf(found.values());
        }

        @Override
        public int rank(String cls) {
            int at = order.indexOf(cls);
            return at < 0 ? order.size() : at;
        }

        private void put(Map<String, Risk> found, String cls, ResourceChange change, String reason) {
            found.put(cls, new Risk(cls, change.address(), reason));
        }

        private Candidates candidates(String type) {
            Candidates cached = byType.get(type);
            if (cached == null) {
                cached = Candidates.of(
                        rules.stream().filter(rule -> rule.isAbout(type)).toList());
                if (byType.size() < 10_000) {
                    byType.put(type, cached);
                }
            }
            return cached;
        }

        private String dataClass(ResourceChange change) {
            if (dataClasses.isEmpty() || !change.kind().isDestructive()) {
                return "";
            }
            String named = dataClasses.get(change.address());
            if (named == null) {
                named = dataClasses.get(INSTANCE_KEYS.matcher(change.address()).replaceAll(""));
            }
            return named == null ? "" : "; data class " + named;
        }
    }
}
