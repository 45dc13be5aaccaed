package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes {@code planJson} while the plan goes by: {@link TreeHash} over the document without its {@code timestamp}, with
 * marked values as constants, and {@code relevant_attributes} as a set (Terraform collects them in a hash map, so two
 * plannings of the same inputs list them in different orders).
 *
 * <p>Whether a variable is sensitive may stand after its value, so for variables and module arguments both codes are kept
 * until their module is complete.
 */
final class PlanHasher {
    private static final int MAX_KEPT = 16 << 20;

    private final TreeHash hash;
    /** For what is decided later; shows nothing to anyone. */
    private final TreeHash quiet = new TreeHash();

    private final SecretFinder secrets;
    private final Marks declared = new Marks();
    private final Marks none = new Marks();
    private final Deque<Module> modules = new ArrayDeque<>();
    private List<byte[]> attributes;
    private String pendingKey;
    private boolean inDeclared;
    private long kept;

    private record Codes(byte[] plain, byte[] masked) {}

    private static final class Module {
        final Set<String> sensitive = new HashSet<>();
        final Map<String, Map<String, Codes>> declared = new HashMap<>();
        Map<String, Codes> open;
    }

    /** @param secrets is shown what is sensitive; may be null */
    PlanHasher(SecretFinder secrets) {
        this.secrets = secrets;
        hash = new TreeHash(secrets == null ? TreeHash.SensitiveValues.IGNORED : secrets);
    }

    void enterModule() {
        flush();
        modules.push(new Module());
    }

    void leaveModule() {
        Module module = modules.pop();
        module.declared.forEach((key, codes) -> {
            hash.key(key);
            hash.beginObject(true);
            codes.forEach((name, code) -> {
                hash.key(name);
                hash.putCode(module.sensitive.contains(name) ? code.masked() : code.plain());
            });
            hash.endObject();
        });
    }

    void beginObject() {
        flush();
        hash.beginObject(true);
    }

    void key(String name) {
        pendingKey = name;
    }

    void endObject() {
        hash.endObject();
    }

    void beginDeclared() {
        Module module = modules.element();
        module.open = new HashMap<>();
        if (module.declared.put(pendingKey, module.open) != null) {
            throw UniqueNames.twice(pendingKey);
        }
        pendingKey = null;
        inDeclared = true;
    }

    void endDeclared() {
        inDeclared = false;
    }

    void beginArray() {
        flush();
        hash.beginArray();
    }

    void element() {
        hash.element();
    }

    void endArray() {
        if (attributes != null) {
            hash.set(attributes);
            attributes = null;
        }
        hash.endArray();
    }

    /** A variable of the present module is declared sensitive. */
    void sensitiveVariable(String name) {
        modules.element().sensitive.add(name);
    }

    void part(Part part, String name, JsonTape tape, Marks marks) {
        if (part == Part.TIMESTAMP) {
            pendingKey = null;
        } else if (inDeclared) {
            pendingKey = null;
            keepBoth(part, name, tape);
        } else {
            flush();
            int place = hash.place();
            hash.value(tape, marks);
            if (part == Part.RELEVANT_ATTRIBUTE) {
                attributes = attributes == null ? new ArrayList<>() : attributes;
                attributes.add(keep(hash.takeCode(place)));
            }
        }
    }

    /** A part of a known form, an element of an array. */
    void again(KnownForms known, int form) {
        flush();
        known.put(form, hash);
    }

    Sha256 finish() {
        return hash.finish();
    }

    private void keepBoth(Part part, String name, JsonTape tape) {
        int place = quiet.place();
        quiet.value(tape, none.over(tape));
        byte[] plain = keep(quiet.takeCode(place));
        part.markDeclared(tape, declared.over(tape));
        quiet.value(tape, declared);
        byte[] masked = keep(quiet.takeCode(place));
        if (secrets != null) {
            secrets.declared(name, tape, declared);
        }
        if (modules.element().open.put(name, new Codes(plain, masked)) != null) {
            throw UniqueNames.twice(name);
        }
    }

    private byte[] keep(byte[] code) {
        kept += code.length + 64;
        if (kept > MAX_KEPT) {
            throw IacException.badInput(
                    PlanWalker.DOING,
                    "variables and relevant_attributes",
                    "more than " + MAX_KEPT + " bytes of them",
                    "at most that many",
                    "split the stack");
        }
        return code;
    }

    private void flush() {
        if (pendingKey != null) {
            hash.key(pendingKey);
            pendingKey = null;
        }
    }
}
