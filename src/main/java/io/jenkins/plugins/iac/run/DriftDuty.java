package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.admission.Request;
import io.jenkins.plugins.iac.drift.DriftAgenda;
import io.jenkins.plugins.iac.lock.WaitingRun;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.DriftRules;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The duty of looking for drift: which stacks a host shall look at now, which of its checks it shall call off, and how every
 * stack stands. Decides from the catalog and the journal alone, so a host that asks every minute, late, twice, or after a
 * restart gets the right answer. Starts nothing; a check is a run of the operation {@code drift}, with its own admission, the
 * identity of plans and a plan that only refreshes, and is never applied. Safe in any thread.
 */
public final class DriftDuty {
    private final Supplier<? extends Collection<Run>> runs;
    private final Supplier<Admission> admission;
    private final InstantSource clock;

    public DriftDuty(RunServices services) {
        this(services.book()::all, services.admission(), services.clock());
    }

    /**
     * For whoever only looks.
     *
     * @param runs all runs, in the order in which they were asked for
     */
    public DriftDuty(Supplier<? extends Collection<Run>> runs, Supplier<Admission> admission, InstantSource clock) {
        this.runs = runs;
        this.admission = admission;
        this.clock = clock;
    }

    /** What to start now, what waits and why, and when to ask again at the latest. */
    public DriftAgenda agenda() {
        return agenda(Map.of());
    }

    /**
     * The same for a host on which several may ask at a time.
     *
     * @param promised pool of each stack whose check was started and is no run yet; it counts as one at work
     */
    public DriftAgenda agenda(Map<StackId, String> promised) {
        Instant now = clock.instant();
        Admission today = admission.get();
        DriftRules rules = today.catalog().drift();
        if (rules.schedules().isEmpty()) {
            return new DriftAgenda(List.of(), List.of(), null);
        }
        Map<StackId, Instant> checked = new HashMap<>();
        Set<StackId> busy = new HashSet<>(promised.keySet());
        Map<String, Integer> atWork = new HashMap<>();
        promised.values().forEach(pool -> atWork.merge(pool, 1, Integer::sum));
        for (Run run : runs.get()) {
            Optional<StackId> stack = stack(run);
            if (stack.isEmpty()) {
                continue;
            }
            boolean drift = run.operation() == Operation.DRIFT;
            if (Recovery.needsProcess(run)) {
                busy.add(stack.get());
                if (drift) {
                    atWork.merge(run.fact("admission").path("pool").asText(""), 1, Integer::sum);
                }
            }
            // One that was called off, or was no more than asked for, has looked at nothing and is owed.
            if (drift && run.end() != RunState.CANCELED && run.end() != RunState.REJECTED) {
                checked.merge(stack.get(), run.requestedAt(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        List<DriftAgenda.Candidate> candidates = new ArrayList<>();
        for (Stack stack : today.catalog().stacks()) {
            Optional<DriftRules.Schedule> schedule = rules.schedule(stack.id());
            if (schedule.isPresent()) {
                AdmissionDecision decision = today.decide(Request.of(stack.id(), Operation.DRIFT, source(stack), now));
                if (decision.admitted() && decision.pool() != null) {
                    candidates.add(new DriftAgenda.Candidate(
                            stack.id(),
                            decision.pool().name(),
                            schedule.get().every(),
                            schedule.get().perPool(),
                            checked.get(stack.id())));
                }
            }
        }
        return DriftAgenda.of(candidates, busy, atWork, now);
    }

    /**
     * Checks that have been due for more than a whole interval of their schedule, also those of stacks at which nobody ever
     * looked: most often nothing asks the host to look.
     */
    public List<DriftAgenda.Due> overdue(DriftAgenda agenda) {
        Instant now = clock.instant();
        DriftRules rules = admission.get().catalog().drift();
        return Stream.concat(agenda.start().stream(), agenda.waiting().stream().map(DriftAgenda.Waiting::due))
                .filter(due -> rules.schedule(due.stack())
                        .filter(s -> due.since().plus(s.every()).isBefore(now))
                        .isPresent())
                .toList();
    }

    /**
     * Checks that wait for an agent and are not let go yet, whoever asked for them, because as many as the schedule of their
     * stack allows in the pool are; who came first goes first. A check of a stack that no schedule names is held by none.
     *
     * @return the reason, by the id of the run
     */
    public static Map<String, Condition> held(Collection<Run> runs, DriftRules rules) {
        if (rules.schedules().isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> going = new HashMap<>();
        List<WaitingRun> waiting = new ArrayList<>();
        for (Run run : runs) {
            if (run.operation() == Operation.DRIFT && InLine.isWaiting(run)) {
                InLine.of(run).ifPresent(waiting::add);
            } else if (run.operation() == Operation.DRIFT && Recovery.needsProcess(run)) {
                going.merge(run.fact("admission").path("pool").asText(""), 1, Integer::sum);
            }
        }
        waiting.sort(Comparator.comparing(WaitingRun::since).thenComparing(WaitingRun::run));
        Map<String, Condition> held = new HashMap<>();
        for (WaitingRun check : waiting) {
            int before = going.getOrDefault(check.pool(), 0);
            Optional<DriftRules.Schedule> schedule = rules.schedule(check.stack());
            if (schedule.isPresent() && before >= schedule.get().perPool()) {
                held.put(
                        check.run(),
                        DriftAgenda.full(check.pool(), schedule.get().perPool(), before));
            } else {
                going.put(check.pool(), before + 1);
            }
        }
        return held;
    }

    /** The source of a check that the schedule sets off: the branch that the catalog names. */
    public static RunSource source(Stack stack) {
        return new RunSource(
                SourceKind.SCHEDULE,
                stack.repository(),
                null,
                stack.ref(),
                null,
                "schedule",
                null,
                Trigger.TIMER,
                Tri.UNKNOWN);
    }

    /**
     * Checks at work that shall be called off because a run of the same stack that may change it has come: it wants the stack, and
     * what the check would find is about to change. The host stops them as it stops any run; they are owed again.
     */
    public List<Run> superseded() {
        Set<StackId> wanted = new HashSet<>();
        List<Run> checks = new ArrayList<>();
        for (Run run : runs.get()) {
            if (!Recovery.needsProcess(run) || run.operation().isStatic()) {
                continue;
            }
            if (run.operation() == Operation.DRIFT) {
                checks.add(run);
            } else if (!InLine.isSpeculative(run)) {
                stack(run).ifPresent(wanted::add);
            }
        }
        return checks.stream()
                .filter(c -> stack(c).map(wanted::contains).orElse(false))
                .toList();
    }

    /** How every stack that was ever looked at stands, by its name. */
    public Map<String, DriftStatus> statuses() {
        Map<String, DriftStatus> statuses = new TreeMap<>();
        for (Run run : runs.get()) {
            DriftStatus status = DriftStatus.after(statuses.get(run.stackName()), run);
            if (status != null) {
                statuses.put(run.stackName(), status);
            }
        }
        return new LinkedHashMap<>(statuses);
    }

    /** How every stack of the catalog stands, also where nobody ever looked, and every other that was looked at, by its name. */
    public Map<String, DriftStatus> everyStack() {
        Map<String, DriftStatus> all = new TreeMap<>(statuses());
        for (Stack stack : admission.get().catalog().stacks()) {
            all.putIfAbsent(stack.id().value(), DriftStatus.NEVER);
        }
        return new LinkedHashMap<>(all);
    }

    /** Each stack that may not be looked at though a schedule speaks of it, with the reason. */
    public Map<String, String> refused() {
        Instant now = clock.instant();
        Admission today = admission.get();
        Map<String, String> refused = new TreeMap<>();
        for (Stack stack : today.catalog().stacks()) {
            if (today.catalog().drift().schedule(stack.id()).isPresent()) {
                AdmissionDecision decision = today.decide(Request.of(stack.id(), Operation.DRIFT, source(stack), now));
                if (!decision.admitted()) {
                    refused.put(
                            stack.id().value(),
                            decision.failures().get(0).rule() + " is "
                                    + decision.failures().get(0).found());
                }
            }
        }
        return refused;
    }

    private static Optional<StackId> stack(Run run) {
        return StackId.isValid(run.stackName()) ? Optional.of(run.stack()) : Optional.empty();
    }

    /** The agenda as programs read it. */
    public static ObjectNode json(DriftAgenda agenda) {
        ObjectNode json = io.jenkins.plugins.iac.json.Json.object();
        var start = json.putArray("start");
        agenda.start().forEach(d -> start.addObject()
                .put("stack", d.stack().value())
                .put("pool", d.pool())
                .put("since", d.since().toString()));
        var waiting = json.putArray("waiting");
        agenda.waiting().forEach(w -> waiting.addObject()
                .put("stack", w.due().stack().value())
                .put("pool", w.due().pool())
                .put("since", w.due().since().toString())
                .put("position", w.position())
                .put("reason", w.reason().found() + "; " + w.reason().message()));
        json.put("next", agenda.next() == null ? null : agenda.next().toString());
        return json;
    }
}
