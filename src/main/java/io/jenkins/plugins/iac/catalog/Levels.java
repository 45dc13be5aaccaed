package io.jenkins.plugins.iac.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the scopes of a stack, most specific first, and says which of two scopes wins, or that neither does. */
final class Levels {
    /** A scope as it stands in the document; {@code number} counts them. */
    record Level(ScopePath path, Fields fields, int number) {}

    private static final Comparator<Level> MOST_SPECIFIC_FIRST =
            (a, b) -> b.path().compareSpecificity(a.path());

    private final Findings findings;
    private final Map<String, List<Level>> byLiteralPrefix = new HashMap<>();
    private final List<Level> all;
    private final Map<List<Integer>, List<Level>> chains = new HashMap<>();
    private final Set<String> tied = new HashSet<>();
    private final Set<Level> used = Collections.newSetFromMap(new IdentityHashMap<>());

    Levels(List<Fields> scopes, Findings findings) {
        this.findings = findings;
        this.all = new ArrayList<>();
        for (Fields scope : scopes) {
            if (!scope.has("path")) {
                continue;
            }
            ScopePath path = ScopePath.of(scope.text("path"));
            Level level = new Level(path, scope, all.size());
            all.add(level);
            byLiteralPrefix
                    .computeIfAbsent(path.literalPrefix(), k -> new ArrayList<>())
                    .add(level);
        }
    }

    /** The scopes that speak of a stack, most specific first; the same list for each stack below the same scopes. */
    List<Level> of(String stackId) {
        String[] name = stackId.split("/");
        List<Level> levels = new ArrayList<>();
        collect("", name, levels);
        collect(name[0], name, levels);
        if (name.length > 1) {
            collect(name[0] + "/" + name[1], name, levels);
        }
        levels.sort(MOST_SPECIFIC_FIRST);
        List<Integer> numbers = new ArrayList<>(levels.size());
        for (Level level : levels) {
            numbers.add(level.number());
        }
        List<Level> known = chains.get(numbers);
        if (known == null) {
            used.addAll(levels);
            chains.put(numbers, levels);
            known = levels;
        }
        return known;
    }

    private void collect(String prefix, String[] name, List<Level> into) {
        for (Level level : byLiteralPrefix.getOrDefault(prefix, List.of())) {
            if (level.path().pattern().matches(name)) {
                into.add(level);
            }
        }
    }

    /** Scopes that no stack was asked about. */
    List<Level> unused() {
        return all.stream().filter(level -> !used.contains(level)).toList();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Reports two scopes that are equally specific and both set a field; once for each pair and field. */
    void tie(Level a, Level b, String field, String stackId) {
        if (a.path().compareSpecificity(b.path()) != 0) {
            return;
        }
        if (tied.add(a.path() + " " + b.path() + " " + field)) {
            findings.error(
                    b.fields().tree(),
                    b.fields().path().child(field),
                    field + " for the stack " + stackId + " in both " + a.path() + " and " + b.path()
                            + ", which are equally specific",
                    "one of them to have more literal segments or characters",
                    "make one path more specific, or set " + field + " in the stack");
        }
    }
}
