package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.catalog.Levels.Level;
import io.jenkins.plugins.iac.model.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a list of scopes, most specific first, gives to every stack below all of them. Worked out when a stack first needs
 * it, so that two scopes tie only over what some stack takes from them; then the same for all.
 */
final class Chain {
    /** A field, or a field of a field, that is inherited as a whole. */
    enum Single {
        REPOSITORY("repository", null),
        REF("ref", null),
        ENVIRONMENT("environment", null),
        OWNER("owner", null),
        RESOURCE_CLASS("resourceClass", null),
        TOOL("tool", null),
        WORKSPACE("workspace", null),
        NETWORKS("networks", null),
        CONTEXTS("contexts", null),
        PROVIDERS("providers", null),
        MODULES("modules", null),
        BACKEND_TYPE("backend", "type"),
        ALLOW_DESTROY("constraints", "allowDestroy"),
        MAX_REPLACEMENTS("constraints", "maxReplacements"),
        MAX_DELETES("constraints", "maxDeletes"),
        RUN_TASKS("constraints", "runTasks");

        final String field;
        final String member;

        Single(String field, String member) {
            this.field = field;
            this.member = member;
        }

        /** The value of an object of the document, or null. */
        Object of(Fields fields) {
            return member(fields, field, member);
        }
    }

    /** A field, or a field of a field, that is a map and inherited key by key. */
    enum Keyed {
        VARIABLES("variables", null),
        IDENTITIES("identities", null),
        DATA_CLASSES("dataClasses", null),
        BACKEND_CONFIG("backend", "config");

        final String field;
        final String member;

        Keyed(String field, String member) {
            this.field = field;
            this.member = member;
        }

        /** The map of an object of the document, or null. */
        Map<?, ?> of(Fields fields) {
            return (Map<?, ?>) member(fields, field, member);
        }
    }

    /** A value and the scope it comes from; equal only to itself. */
    static final class From {
        /** The field by which a person is told. */
        final String label;
        /** Null where no scope sets it. */
        final String path;

        final Object value;

        From(String label, Level level, Object value) {
            this.label = label;
            this.path = level == null ? null : level.path().toString();
            this.value = value;
        }
    }

    /** A key of a map, and its value once somebody asked. */
    private static final class Slot {
        private final String key;
        private From from;

        Slot(String key) {
            this.key = key;
        }
    }

    /** What a stack that says nothing of a map, or of pools, inherits. */
    private record Whole(Object value, List<From> from) {}

    private static final Single[] SINGLES = Single.values();

    private final List<Level> scopes;
    private final Levels levels;
    private final From[] singles = new From[SINGLES.length];
    private final Map<String, List<Slot>> slots = new HashMap<>();
    private final Map<String, Whole> wholes = new HashMap<>();
    private final Map<List<From>, Map<String, String>> origins = new HashMap<>();

    Chain(List<Level> scopes, Levels levels) {
        this.scopes = scopes;
        this.levels = levels;
    }

    boolean isEmpty() {
        return scopes.isEmpty();
    }

    private static Object member(Fields fields, String field, String member) {
        Object value = fields.get(field);
        return member == null || value == null ? value : ((Fields) value).get(member);
    }

    /** @param stack the stack that asks, for messages */
    From single(Single single, String stack) {
        From known = singles[single.ordinal()];
        if (known == null) {
            String label = single.member == null ? single.field : single.field + "." + single.member;
            Level found = null;
            Object value = null;
            for (Level level : scopes) {
                Object here = single.of(level.fields());
                if (here != null && found != null) {
                    levels.tie(found, level, label, stack);
                    break;
                }
                if (here != null) {
                    found = level;
                    value = here;
                }
            }
            known = new From(label, found, value);
            singles[single.ordinal()] = known;
        }
        return known;
    }

    /** The map of a stack that has none of its own. */
    @SuppressWarnings("unchecked")
    Map<String, Object> whole(Keyed map, String type, String stack, List<From> inherited) {
        Whole known = wholes.get(place(map, type));
        if (known == null) {
            Map<String, Object> all = new LinkedHashMap<>();
            List<From> from = new ArrayList<>();
            addTo(all, map, type, stack, from);
            known = new Whole(Values.fixed(all), from);
            wholes.put(place(map, type), known);
        }
        inherited.addAll(known.from());
        return (Map<String, Object>) known.value();
    }

    /**
     * Adds what a map does not have yet.
     *
     * @param type the type of the backend whose scopes count, or null where it does not matter: configuration of another type
     *     is never mixed in
     * @param inherited gets what was added
     */
    void addTo(Map<String, Object> own, Keyed map, String type, String stack, List<From> inherited) {
        for (Slot slot : slots(map, type)) {
            if (!own.containsKey(slot.key)) {
                if (slot.from == null) {
                    slot.from = find(map, type, slot.key, stack);
                }
                own.put(slot.key, slot.from.value);
                if (slot.from.path != null) {
                    inherited.add(slot.from);
                }
            }
        }
    }

    private List<Slot> slots(Keyed map, String type) {
        List<Slot> known = slots.get(place(map, type));
        if (known == null) {
            Map<String, Slot> all = new LinkedHashMap<>();
            for (Level level : scopes) {
                Map<?, ?> theirs = concerns(level, type) ? map.of(level.fields()) : null;
                if (theirs != null) {
                    theirs.keySet().forEach(key -> all.putIfAbsent((String) key, new Slot((String) key)));
                }
            }
            known = List.copyOf(all.values());
            slots.put(place(map, type), known);
        }
        return known;
    }

    private From find(Keyed map, String type, String key, String stack) {
        String label = (map.member == null ? map.field : map.field + "." + map.member) + "." + key;
        Level found = null;
        Object value = null;
        for (Level level : scopes) {
            Map<?, ?> theirs = concerns(level, type) ? map.of(level.fields()) : null;
            Object here = theirs == null ? null : theirs.get(key);
            if (here != null && found != null) {
                levels.tie(found, level, label, stack);
                break;
            }
            if (here != null) {
                found = level;
                value = here;
            }
        }
        return new From(label, found, value);
    }

    private static String place(Keyed map, String type) {
        return type == null ? map.field : map.field + " " + type;
    }

    private static boolean concerns(Level level, String type) {
        Fields backend = type == null ? null : level.fields().record("backend");
        String theirs = backend == null ? null : backend.text("type");
        return theirs == null || theirs.equals(type);
    }

    /** Pools add up, the most specific supply first. */
    @SuppressWarnings("unchecked")
    List<String> pools(List<String> own, String stack, List<From> inherited) {
        Whole known = own.isEmpty() ? wholes.get("pools") : null;
        if (known == null) {
            List<String> pools = new ArrayList<>(own);
            List<From> from = new ArrayList<>();
            Set<String> seen = new HashSet<>(own);
            Level previous = null;
            for (Level level : scopes) {
                if (!level.fields().has("pools")) {
                    continue;
                }
                // pools of the stack's own come first whatever scopes say, so that they settle it
                if (previous != null && own.isEmpty()) {
                    levels.tie(previous, level, "pools", stack);
                }
                previous = level;
                for (String pool : level.fields().texts("pools")) {
                    if (seen.add(pool)) {
                        pools.add(pool);
                        from.add(new From("pools." + pool, level, pool));
                    }
                }
            }
            known = new Whole(List.copyOf(pools), from);
            if (own.isEmpty()) {
                wholes.put("pools", known);
            }
        }
        inherited.addAll(known.from());
        return (List<String>) known.value();
    }

    /** Where values come from, as a map; one copy for all stacks that inherit the same. */
    Map<String, String> origins(List<From> inherited) {
        Map<String, String> known = origins.get(inherited);
        if (known == null) {
            Map<String, String> paths = new LinkedHashMap<>();
            inherited.forEach(from -> paths.put(from.label, from.path));
            known = Values.fixed(paths);
            origins.put(List.copyOf(inherited), known);
        }
        return known;
    }
}
