package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects a {@link PlanSummary} while the plan goes by. */
final class PlanFacts {
    private static final int MAX_MESSAGES = 3;

    private final RiskJudge judge;
    private final Map<ChangeKind, long[]> counts = new EnumMap<>(ChangeKind.class);
    private final Bounding<ResourceChange> destroying;
    private final Bounding<ResourceChange> others;
    private final Bounding<String> destructive;
    private final Bounding<ResourceChange> drift;
    private final Bounding<ResourceChange> deferred;
    private final Bounding<OutputChange> outputs;
    private final Bounding<Check> checks;
    private final Bounding<ModuleCall> modules;
    private final Bounding<Provisioner> provisioners;
    private final Map<String, Bounding<Risk>> risk = new HashMap<>();
    private final PlanLimits limits;
    private final BoundedNames providers = new BoundedNames();
    private final BoundedNames sensitiveVariables = new BoundedNames();
    /** Of the resource change before; neighbours mostly have the same one. */
    private byte[] lastProvider = {};

    private final Deque<Call> calls = new ArrayDeque<>();
    private final ChangeReader changes;
    private String formatVersion = "";
    private String toolVersion = "";
    private Tri applyable = Tri.UNKNOWN;
    private Tri complete = Tri.UNKNOWN;
    private Tri errored = Tri.UNKNOWN;
    private int depth;

    /** The plan itself, or a module call; its own members stand at this depth. */
    private static final class Call {
        final String path;
        final int depth;
        String source = "";
        String version = "";

        Call(String path, int depth) {
            this.path = path;
            this.depth = depth;
        }
    }

    PlanFacts(PlanLimits limits, RiskJudge judge) {
        this.judge = judge;
        destroying = new Bounding<>(limits.details());
        others = new Bounding<>(limits.details());
        destructive = new Bounding<>(limits.addresses());
        drift = new Bounding<>(limits.details());
        deferred = new Bounding<>(limits.details());
        outputs = new Bounding<>(limits.details());
        checks = new Bounding<>(limits.details());
        modules = new Bounding<>(limits.details());
        provisioners = new Bounding<>(limits.details());
        this.limits = limits;
        changes = new ChangeReader(limits.attributes());
    }

    void enterModule(String name) {
        boolean nested = calls.size() > 1;
        calls.push(new Call(nested ? calls.element().path + "." + name : name, depth + 1));
    }

    void leaveModule() {
        Call call = calls.pop();
        if (!calls.isEmpty()) {
            modules.add(new ModuleCall(call.path, call.source, call.version));
        }
    }

    void depth(int by) {
        depth += by;
    }

    void part(Part part, String name, JsonTape tape, Marks marks) {
        switch (part) {
            case RESOURCE_CHANGE -> resourceChange(tape, marks);
            case DRIFT -> keep(drift, tape, 0, marks);
            case DEFERRED_CHANGE -> keep(deferred, tape, tape.member(0, Names.RESOURCE_CHANGE), marks);
            case OUTPUT_CHANGE -> outputChange(name, tape);
            case CHECK -> {
                // Those of the prior state are history.
                if (depth == 1) {
                    check(tape);
                }
            }
            case CONFIG_RESOURCE -> provisioners(tape);
            case PROVIDER_CONFIG -> provider(tape.text(tape.member(0, Names.FULL_NAME)));
            case OTHER -> other(name, tape);
            default -> {
                // Hashed and redacted, but nothing to tell.
            }
        }
    }

    /** Whether any part with the same members, actions and provider would tell nothing but that it is there. */
    boolean isQuiet(Part part, JsonTape tape) {
        if (part == Part.RESOURCE_CHANGE) {
            changes.over(tape, 0);
            return changes.kind() == ChangeKind.NO_OP && !changes.mayBeMoveOrImport();
        }
        return part == Part.STATE_RESOURCE;
    }

    /** A part that is quiet. */
    void again(Part part) {
        if (part == Part.RESOURCE_CHANGE) {
            count(ChangeKind.NO_OP);
        }
    }

    /** A variable of the present module is declared sensitive. */
    void sensitiveVariable(String name) {
        if (calls.size() == 1) {
            sensitiveVariables.add(name);
        }
    }

    PlanSummary done(long bytes, Sha256 planJson, SecretMasker masker) {
        Map<ChangeKind, Long> exact = new EnumMap<>(ChangeKind.class);
        counts.forEach((kind, n) -> exact.put(kind, n[0]));
        List<ResourceChange> all = new ArrayList<>(destroying.items());
        all.addAll(others.items());
        Collections.sort(destructive.items());
        return new PlanSummary(
                formatVersion,
                toolVersion,
                exact,
                new Bounded<>(all, destroying.total() + others.total()).map(c -> c.masked(masker)),
                destructive.done(),
                drift.done().map(c -> c.masked(masker)),
                deferred.done().map(c -> c.masked(masker)),
                outputs.done(),
                checks.done().map(c -> c.masked(masker)),
                new PlanSummary.Configuration(
                        providers.kept(),
                        modules.done(),
                        provisioners.done(),
                        sensitiveVariables.kept(),
                        providers.omitted(),
                        sensitiveVariables.omitted()),
                applyable,
                complete,
                errored,
                risk(),
                bytes,
                planJson);
    }

    private void resourceChange(JsonTape tape, Marks marks) {
        changes.over(tape, 0);
        ChangeKind kind = changes.kind();
        count(kind);
        if (!changes.hasProvider(lastProvider)) {
            String provider = changes.provider();
            lastProvider = provider.getBytes(StandardCharsets.UTF_8);
            provider(provider);
        }
        boolean moved = changes.isMove();
        boolean imported = changes.isImport();
        if (moved) {
            count(ChangeKind.MOVE);
        }
        if (imported) {
            count(ChangeKind.IMPORT);
        }
        if (kind == ChangeKind.NO_OP && !moved && !imported) {
            return;
        }
        Bounding<ResourceChange> list = kind.isDestructive() ? destroying : others;
        if (kind.isDestructive()) {
            if (destructive.hasRoom()) {
                destructive.add(changes.address());
            } else {
                destructive.skip();
            }
        }
        if (judge == RiskJudge.NONE && !list.hasRoom()) {
            list.skip();
            return;
        }
        ResourceChange change = changes.change(list.hasRoom() ? marks : null);
        list.add(change);
        judge.judge(change, wanted -> changes.values(marks, wanted)).forEach(this::risk);
    }

    /** Each class has its own room, so that a thousand deletions hide no other risk. */
    private void risk(Risk one) {
        risk.computeIfAbsent(one.cls(), c -> new Bounding<>(limits.details() / 4))
                .add(one);
    }

    private Bounded<Risk> risk() {
        List<Risk> kept = new ArrayList<>();
        risk.keySet().stream()
                .sorted(Comparator.<String>comparingInt(judge::rank).thenComparing(Comparator.naturalOrder()))
                .forEach(cls -> kept.addAll(risk.get(cls).items()));
        return new Bounded<>(
                kept, risk.values().stream().mapToLong(Bounding::total).sum());
    }

    private void keep(Bounding<ResourceChange> list, JsonTape tape, int token, Marks marks) {
        if (token < 0 || !list.hasRoom()) {
            list.skip();
            return;
        }
        changes.over(tape, token);
        list.add(changes.change(marks));
    }

    private void count(ChangeKind kind) {
        counts.computeIfAbsent(kind, k -> new long[1])[0]++;
    }

    private void outputChange(String name, JsonTape tape) {
        changes.overOutput(tape, name);
        ChangeKind kind = changes.kind();
        if (kind != ChangeKind.NO_OP) {
            outputs.add(new OutputChange(name, kind, changes.isSensitive()));
        }
    }

    private void check(JsonTape tape) {
        int address = tape.member(0, Names.ADDRESS);
        Bounding<String> messages = new Bounding<>(MAX_MESSAGES);
        int instances = tape.member(0, Names.INSTANCES);
        if (instances >= 0 && tape.kind(instances) == JsonTape.ARRAY) {
            for (int i = instances + 1; i < tape.after(instances); i = tape.after(i)) {
                int problems = tape.member(i, Names.PROBLEMS);
                if (problems >= 0 && tape.kind(problems) == JsonTape.ARRAY) {
                    for (int p = problems + 1; p < tape.after(problems); p = tape.after(p)) {
                        if (messages.hasRoom()) {
                            messages.add(Shown.text(tape.text(tape.member(p, Names.MESSAGE))));
                        } else {
                            messages.skip();
                        }
                    }
                }
            }
        }
        String kind = address < 0 ? "" : tape.text(tape.member(address, Names.KIND));
        String display = address < 0 ? "" : tape.text(tape.member(address, Names.TO_DISPLAY));
        checks.add(new Check(display, kind, tape.text(tape.member(0, Names.STATUS)), messages.done()));
    }

    private void provisioners(JsonTape tape) {
        int list = tape.member(0, Names.PROVISIONERS);
        if (list < 0 || tape.kind(list) != JsonTape.ARRAY) {
            return;
        }
        StringBuilder address = new StringBuilder();
        String path = calls.element().path;
        if (!path.isEmpty()) {
            for (String call : path.split("\\.")) {
                address.append("module.").append(call).append('.');
            }
        }
        address.append(tape.text(tape.member(0, Names.ADDRESS)));
        for (int p = list + 1; p < tape.after(list); p = tape.after(p)) {
            provisioners.add(new Provisioner(address.toString(), tape.text(tape.member(p, Names.TYPE))));
        }
    }

    private void provider(String name) {
        if (!name.isEmpty()) {
            providers.add(name);
        }
    }

    private void other(String name, JsonTape tape) {
        Call call = calls.element();
        if (name == null || depth != call.depth) {
            return;
        }
        if (calls.size() == 1) {
            switch (name) {
                case "format_version", "plan_format_version" -> formatVersion = tape.text(0);
                case "terraform_version" -> toolVersion = tape.text(0);
                case "applyable" -> applyable = tri(tape);
                case "complete" -> complete = tri(tape);
                case "errored" -> errored = tri(tape);
                default -> {
                    // Nothing to tell.
                }
            }
        } else if (name.equals("source")) {
            call.source = tape.text(0);
        } else if (name.equals("version_constraint")) {
            call.version = tape.text(0);
        }
    }

    private static Tri tri(JsonTape tape) {
        return switch (tape.kind(0)) {
            case JsonTape.TRUE -> Tri.YES;
            case JsonTape.FALSE -> Tri.NO;
            default -> Tri.UNKNOWN;
        };
    }
}
