package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonForms;
import io.jenkins.plugins.iac.json.JsonStream;
import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.InputStream;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knows the outer structure of {@code terraform show -json} of every format version so far (0.1 to 1.2, OpenTofu's, and
 * the renderer's form with {@code plan_format_version}) and takes a visitor through it. Names may stand in any order;
 * names that are not known are walked through as they are, so that a newer minor version is read and hashed too.
 */
final class PlanWalker {
    static final String DOING = "reading the plan";
    /** Largest text of one resource or other part: far above Kubernetes' and AWS' limits for one object. */
    static final int MAX_PART_BYTES = 16 << 20;

    static final int MAX_PART_TOKENS = 1 << 20;
    private static final int OPEN_LEVELS = 3;
    /** Bytes of a format version, far above any. */
    private static final int MAX_FORMAT = 64;

    private static final Pattern KNOWN_FORMAT = Pattern.compile("[01]\\.[0-9]{1,6}");
    private static final Set<String> PLAN_ONLY = Set.of(
            "planned_values",
            "resource_changes",
            "output_changes",
            "configuration",
            "resource_drift",
            "deferred_changes",
            "plan_format_version");

    private final JsonStream stream;
    private final String where;
    private final PlanVisitor visitor;

    PlanWalker(InputStream in, String where, PlanVisitor visitor) {
        this.stream = new JsonStream(in, DOING, where, MAX_PART_BYTES, MAX_PART_TOKENS);
        this.where = where;
        this.visitor = visitor;
    }

    private interface Member {
        void read(String name);
    }

    /** Walks the whole document and returns its length in bytes. */
    long walk() {
        try {
            return document();
        } catch (IacException e) {
            Problem problem = e.problem();
            if (problem.where().startsWith(where)) {
                throw e;
            }
            // What a visitor found says which object, not in which file and where there.
            throw new IacException(
                    e.kind(),
                    new Problem(
                            problem.doing(),
                            where + ", before byte " + stream.position() + ": " + problem.where(),
                            problem.found(),
                            problem.expected(),
                            problem.next()),
                    e.conditions(),
                    e);
        }
    }

    private long document() {
        if (stream.peek() != '{') {
            throw notAPlan("a file that does not start with an object");
        }
        boolean[] plan = {false};
        visitor.enterModule("");
        module(name -> {
            plan[0] |= PLAN_ONLY.contains(name);
            top(name);
        });
        stream.end();
        if (!plan[0]) {
            throw notAPlan("JSON with none of a plan's members");
        }
        return stream.position();
    }

    private void top(String name) {
        switch (name) {
            case "variables" -> declared(name, Part.VARIABLE);
            case "planned_values" -> objectOrOther(name, this::stateValues);
            case "prior_state" -> objectOrOther(name, this::priorState);
            case "resource_changes" -> parts(Part.RESOURCE_CHANGE, name);
            case "resource_drift" -> parts(Part.DRIFT, name);
            case "deferred_changes" -> parts(Part.DEFERRED_CHANGE, name);
            case "action_invocations", "deferred_action_invocations" -> parts(Part.ACTION, name);
            case "output_changes" -> objectOrOther(name, o -> part(Part.OUTPUT_CHANGE, o));
            case "checks" -> parts(Part.CHECK, name);
            case "relevant_attributes" -> parts(Part.RELEVANT_ATTRIBUTE, name);
            case "configuration" -> objectOrOther(name, this::configuration);
            case "timestamp" -> part(Part.TIMESTAMP, name);
            case "encrypted_data", "encryption_version" ->
                throw IacException.badInput(
                        DOING,
                        where,
                        "a plan encrypted by OpenTofu",
                        "plan JSON in the clear",
                        "run tofu show -json with the encryption configuration that made the plan");
            case "format_version", "plan_format_version" -> version(name);
            default -> other(name, OPEN_LEVELS);
        }
    }

    /** A new minor version adds what may be passed over; a new major version may mean something else by the same names. */
    private void version(String name) {
        JsonTape value = stream.value();
        if (value.to(0) - value.from(0) > MAX_FORMAT
                || !KNOWN_FORMAT.matcher(value.text(0)).matches()) {
            throw IacException.badInput(
                    DOING,
                    where,
                    name + " " + Shown.json(value, 0),
                    "0 or 1 before the dot",
                    "make the plan with a tool whose format this version reads, or take a newer version of this program");
        }
        visitor.part(Part.OTHER, name, value);
    }

    private void priorState(String name) {
        switch (name) {
            case "values" -> objectOrOther(name, this::stateValues);
            case "checks" -> parts(Part.CHECK, name);
            default -> other(name, OPEN_LEVELS);
        }
    }

    private void stateValues(String name) {
        switch (name) {
            case "outputs" -> objectOrOther(name, o -> part(Part.STATE_OUTPUT, o));
            case "root_module" -> objectOrOther(name, this::stateModule);
            default -> other(name, OPEN_LEVELS);
        }
    }

    private void stateModule(String name) {
        switch (name) {
            case "resources" -> parts(Part.STATE_RESOURCE, name);
            case "child_modules" -> arrayOfObjects(name, this::stateModule);
            default -> other(name, OPEN_LEVELS);
        }
    }

    private void configuration(String name) {
        switch (name) {
            case "provider_config" -> objectOrOther(name, p -> part(Part.PROVIDER_CONFIG, p));
            case "root_module" -> objectOrOther(name, this::configModule);
            default -> other(name, OPEN_LEVELS);
        }
    }

    private void configModule(String name) {
        switch (name) {
            case "outputs" -> objectOrOther(name, o -> part(Part.CONFIG_OUTPUT, o));
            case "resources" -> parts(Part.CONFIG_RESOURCE, name);
            case "variables" -> objectOrOther(name, v -> part(Part.CONFIG_VARIABLE, v));
            case "module_calls" -> objectOrOther(name, this::moduleCalls);
            default -> other(name, OPEN_LEVELS);
        }
    }

    private void moduleCalls(String call) {
        if (stream.peek() == '{') {
            visitor.enterModule(call);
            module(this::moduleCall);
        } else {
            absent(call, "an object");
        }
    }

    private void moduleCall(String name) {
        switch (name) {
            case "expressions" -> declared(name, Part.MODULE_ARGUMENT);
            case "module" -> objectOrOther(name, this::configModule);
            default -> other(name, OPEN_LEVELS);
        }
    }

    private void objectOrOther(String name, Member member) {
        if (stream.peek() == '{') {
            object(member);
        } else {
            absent(name, "an object");
        }
    }

    /** An object whose members' sensitivity is declared elsewhere in the module. */
    private void declared(String name, Part part) {
        if (stream.peek() == '{') {
            visitor.beginDeclared();
            members(n -> part(part, n));
            visitor.endDeclared();
        } else {
            absent(name, "an object");
        }
    }

    private void module(Member member) {
        visitor.beginObject();
        members(member);
        visitor.leaveModule();
        visitor.endObject();
    }

    /** A member that may be null, and nothing else that it is not. */
    private void absent(String name, String expected) {
        if (stream.peek() != 'n') {
            throw stream.bad(name + " of another type", expected);
        }
        part(Part.OTHER, name);
    }

    private void object(Member member) {
        visitor.beginObject();
        members(member);
        visitor.endObject();
    }

    private void members(Member member) {
        stream.beginObject();
        String name = stream.nextMember(true);
        while (name != null) {
            visitor.key(name);
            member.read(name);
            name = stream.nextMember(false);
        }
    }

    private void parts(Part part, String name) {
        if (stream.peek() != '[') {
            absent(name, "an array");
            return;
        }
        array(() -> part(part, null));
    }

    private void arrayOfObjects(String name, Member member) {
        if (stream.peek() != '[') {
            absent(name, "an array");
            return;
        }
        array(() -> objectOrOther(name, member));
    }

    private void array(Runnable element) {
        stream.beginArray();
        visitor.beginArray();
        boolean more = stream.nextElement(true);
        while (more) {
            element.run();
            visitor.element();
            more = stream.nextElement(false);
        }
        visitor.endArray();
    }

    private void other(String name, int levels) {
        int next = stream.peek();
        if (levels > 0 && next == '{') {
            object(n -> other(n, levels - 1));
        } else if (levels > 0 && next == '[') {
            array(() -> other(null, levels - 1));
        } else {
            part(Part.OTHER, name);
        }
    }

    private void part(Part part, String name) {
        JsonForms forms = visitor.forms(part);
        if (forms != null) {
            int form = stream.find(forms);
            if (form >= 0 && visitor.again(part, form)) {
                stream.skip(forms);
                return;
            }
        }
        visitor.part(part, name, stream.value());
    }

    private IacException notAPlan(String found) {
        return IacException.badInput(
                DOING,
                where,
                found,
                "the JSON of a plan",
                "make it with terraform show -json PLAN or tofu show -json PLAN");
    }
}
