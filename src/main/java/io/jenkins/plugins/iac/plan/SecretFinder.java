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
final class SecretFinder {
    static final int MIN_LENGTH = 6;
    private static final long MAX_BYTES = 16 << 20;
    private static final int OVERHEAD = 96;

    private final Set<String> secrets = new HashSet<>();
    private final Deque<Module> modules = new ArrayDeque<>();
    private final Marks declared = new Marks();
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

    void part(Part part, String name, JsonTape tape, Marks marks) {
        if (part == Part.VARIABLE || part == Part.MODULE_ARGUMENT) {
            part.markDeclared(tape, declared.over(tape));
            List<String> texts = new ArrayList<>();
            collect(tape, 0, declared.of(0), declared, texts);
            texts.forEach(this::weigh);
            modules.element().texts.merge(name, texts, (a, b) -> {
                a.addAll(b);
                return a;
            });
        } else if (!marks.isEmpty()) {
            List<String> texts = new ArrayList<>();
            collect(tape, 0, marks.of(0), marks, texts);
            texts.forEach(this::add);
        }
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

    private static void collect(JsonTape tape, int token, int mark, Marks marks, List<String> into) {
        if (mark == Marks.ALL) {
            for (int at = token; at < tape.after(token); at++) {
                if (tape.kind(at) == JsonTape.STRING && !tape.isName(at) && tape.to(at) - tape.from(at) >= MIN_LENGTH) {
                    String text = tape.string(at);
                    if (text.codePointCount(0, text.length()) >= MIN_LENGTH) {
                        into.add(text);
                    }
                }
            }
        } else if (tape.kind(token) == JsonTape.OBJECT) {
            int cursor = marks.first(mark);
            for (int name = token + 1; name < tape.after(token); name = tape.after(name + 1)) {
                int found = marks.find(mark, cursor, name);
                collect(tape, name + 1, marks.member(mark, found, name + 1), marks, into);
                cursor = found < 0 ? cursor : tape.after(found);
            }
        } else if (tape.kind(token) == JsonTape.ARRAY) {
            int cursor = marks.first(mark);
            for (int element = token + 1; element < tape.after(token); element = tape.after(element)) {
                collect(tape, element, marks.element(mark, cursor, element), marks, into);
                cursor = marks.next(mark, cursor);
            }
        }
    }
}
