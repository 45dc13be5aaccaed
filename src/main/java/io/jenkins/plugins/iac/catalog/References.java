package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.ApprovalRule;
import io.jenkins.plugins.iac.model.Nearest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names that must be unique, and names that must exist. */
final class References {
    private final Findings findings;
    private final Map<Kind, Map<String, Fields>> known = new EnumMap<>(Kind.class);

    References(Findings findings) {
        this.findings = findings;
        for (Kind kind : Kind.values()) {
            known.put(kind, new HashMap<>());
        }
    }

    void declare(Kind kind, List<Fields> items) {
        unique(kind.word(), kind == Kind.STACK ? "id" : "name", items, known.get(kind));
    }

    /** Reports each item whose name was used before. */
    void unique(String word, String field, List<Fields> items, Map<String, Fields> into) {
        for (Fields item : items) {
            String name = item.text(field);
            Fields first = name == null ? null : into.putIfAbsent(name, item);
            if (first != null) {
                String before = first.tree().line() == 0
                        ? first.path().toString()
                        : "line " + first.tree().line();
                findings.error(
                        item.at(field),
                        item.path().child(field),
                        "the " + word + " " + Findings.quote(name) + " again, first at " + before,
                        "each " + field + " once",
                        "rename or remove one of them");
            }
        }
    }

    /**
     * Reports every name that refers to nothing. Without any team in the document the groups of the security realm are the
     * teams, and no one can tell here which of them exist.
     */
    void check(List<Reader.Reference> references) {
        for (Reader.Reference reference : references) {
            Map<String, Fields> names = known.get(reference.kind());
            boolean realmDecides = reference.kind() == Kind.TEAM
                    && (names.isEmpty() || reference.name().equals(ApprovalRule.OWNER));
            if (realmDecides || names.containsKey(reference.name())) {
                continue;
            }
            String nearest = Nearest.of(reference.name(), names.keySet());
            String word = reference.kind().word();
            findings.error(
                    reference.at(),
                    reference.path(),
                    "the unknown " + word + " " + Findings.quote(reference.name()),
                    nearest != null ? "" : few(word, names),
                    nearest != null ? "did you mean " + nearest + "?" : "declare it or correct the name");
        }
    }

    private static String few(String word, Map<String, Fields> names) {
        List<String> some = names.keySet().stream().sorted().limit(10).toList();
        return names.isEmpty()
                ? Findings.a(word) + ", but the catalog has none"
                : "one of " + String.join(", ", some) + (names.size() > some.size() ? ", ..." : "");
    }
}
