package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the texts that stand under a mark of sensitivity anywhere in a plan, so that they can be hidden where they
 * stand unmarked: texts of six characters or more, numbers of six digits or more, and the names inside a value that is
 * marked as a whole, which may be keys of a map, except plain words, which may be the members of any object. What is
 * shorter would be found everywhere.
 */
final class SecretFinder implements TreeHash.SensitiveValues {
    private static final long MAX_BYTES = 16 << 20;
    private static final int OVERHEAD = 96;

    private final Set<String> secrets = new HashSet<>();
    private final Deque<Module> modules = new ArrayDeque<>();
    private final List<String> found = new ArrayList<>();
    private long size;
    private SecretMasker masker;

    private final Map<String, Set<String>> sensitiveVariables = new HashMap<>();

    private static final class Module {
        final String path;
        final Set<String> sensitive = new HashSet<>();
        final Map<String, List<String>> texts = new HashMap<>();

        Module(String path) {
            this.path = path;
        }
    }

    void enterModule(String name) {
        modules.push(new Module(path(modules.isEmpty() ? null : modules.element().path, name)));
    }

    /** A name for a module that no two modules share. */
    static String path(String outer, String name) {
        return outer == null ? "" : outer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    void leaveModule() {
        Module module = modules.pop();
        if (!module.sensitive.isEmpty()) {
            sensitiveVariables
                    .computeIfAbsent(module.path, p -> new HashSet<>())
                    .addAll(module.sensitive);
        }
        module.texts.forEach((name, texts) -> {
            if (module.sensitive.contains(name)) {
                texts.forEach(this::add);
            }
        });
    }

    void sensitiveVariable(String name) {
        modules.element().sensitive.add(name);
    }

    /** A variable or argument, of which the module's configuration says whether it is sensitive. */
    void declared(String name, JsonTape tape, Marks marks) {
        List<String> texts = new ArrayList<>();
        marks.forEachWhole(token -> texts(tape, token, texts));
        texts.forEach(this::weigh);
        modules.element().texts.merge(name, texts, (a, b) -> {
            a.addAll(b);
            return a;
        });
    }

    @Override
    public void see(JsonTape tape, int token) {
        found.clear();
        texts(tape, token, found);
        found.forEach(this::add);
    }

    /** A scalar as it stands in the document, of the plainest sort: ASCII without an escape, an integer, a word. */
    void see(byte[] json, int from, int to) {
        boolean quoted = json[from] == '"';
        String text = quoted
                ? new String(json, from + 1, to - from - 2, StandardCharsets.US_ASCII)
                : new String(json, from, to - from, StandardCharsets.US_ASCII);
        boolean isNumber = !quoted && json[from] <= '9';
        if (quoted && SecretForms.isLong(text) || isNumber && SecretForms.isLongNumber(text)) {
            add(text);
        }
    }

    /** Whether a variable of a module is declared sensitive; complete once the plan is read. */
    boolean isSensitive(String modulePath, String variable) {
        return sensitiveVariables.getOrDefault(modulePath, Set.of()).contains(variable);
    }

    /** Hides what was found; complete once the plan is read. */
    SecretMasker masker() {
        if (masker == null) {
            masker = SecretMasker.of(secrets);
        }
        return masker;
    }

    /** Another one, from wherever it is known. */
    void add(String text) {
        if (secrets.add(text)) {
            weigh(text);
        }
    }

    /** Too many to remember would mean to let some through: that is refused. */
    private void weigh(String text) {
        size += 2L * text.length() + OVERHEAD;
        if (size > MAX_BYTES) {
            throw tooMany(MAX_BYTES);
        }
    }

    static IacException tooMany(long bytes) {
        return IacException.badInput(
                "collecting the sensitive values of the plan",
                "",
                "more than " + bytes + " bytes of them",
                "at most that many",
                "split the stack; nothing of this plan is published");
    }

    private static void texts(JsonTape tape, int value, List<String> into) {
        for (int at = value; at < tape.after(value); at++) {
            byte kind = tape.kind(at);
            boolean wanted = kind == JsonTape.STRING || kind == JsonTape.NUMBER;
            // No text is longer than its bytes; a short number may have many digits once it is written in full.
            if (wanted && (kind == JsonTape.NUMBER || tape.to(at) - tape.from(at) >= SecretForms.LEAST)) {
                String text = tape.string(at);
                if (kind == JsonTape.NUMBER
                        ? SecretForms.isLongNumber(text)
                        : SecretForms.isLong(text) && !(tape.isName(at) && SecretForms.isWord(text))) {
                    into.add(text);
                }
            }
        }
    }
}
