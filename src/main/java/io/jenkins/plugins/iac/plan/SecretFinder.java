package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
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
 * stand unmarked. Texts of fewer than {@link #MIN_LENGTH} characters are not collected: they would be found everywhere.
 */
final class SecretFinder implements TreeHash.SensitiveValues {
    static final int MIN_LENGTH = 6;
    private static final long MAX_BYTES = 16 << 20;
    private static final int OVERHEAD = 96;

    private final Set<String> secrets = new HashSet<>();
    private final Deque<Module> modules = new ArrayDeque<>();
    private final List<String> found = new ArrayList<>();
    private long size;

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

    /** Whether a variable of a module is declared sensitive; complete once the plan is read. */
    boolean isSensitive(String modulePath, String variable) {
        return sensitiveVariables.getOrDefault(modulePath, Set.of()).contains(variable);
    }

    /** The texts found; complete once the plan is read. */
    Set<String> secrets() {
        return secrets;
    }

    private void add(String text) {
        if (secrets.add(text)) {
            weigh(text);
        }
    }

    /** Too many to remember would mean to let some through: that is refused. */
    private void weigh(String text) {
        size += 2L * text.length() + OVERHEAD;
        if (size > MAX_BYTES) {
            throw IacException.badInput(
                    "collecting the sensitive values of the plan",
                    "",
                    "more than " + MAX_BYTES + " bytes of them",
                    "at most that many",
                    "split the stack; nothing of this plan is published");
        }
    }

    private static void texts(JsonTape tape, int value, List<String> into) {
        for (int at = value; at < tape.after(value); at++) {
            if (tape.kind(at) == JsonTape.STRING && !tape.isName(at) && tape.to(at) - tape.from(at) >= MIN_LENGTH) {
                String text = tape.string(at);
                if (text.codePointCount(0, text.length()) >= MIN_LENGTH) {
                    into.add(text);
                }
            }
        }
    }
}
