package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.admission.Request;
import io.jenkins.plugins.iac.drift.DriftAgenda;
import io.jenkins.plugins.iac.model.DriftRules;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The duty of looking for drift: which stacks a host shall look at now, which of its checks it shall call off, and how every
 * stack stands. Decides from the catalog and the journal alone, so a host that asks every minute, late, twice, or after a
 * restart gets the right answer. Starts nothing; a check is a run of the operation {@code drift}, with its own admission, the
 * identity of plans and a plan that only refreshes, and is never applied. Safe in any thread.
 */
public final class DriftDuty {
    private final RunServices services;

    public DriftDuty(RunServices services) {
        this.services = services;
    }

    /** What to start now, what waits and why, and when to ask again at the latest. */
    public DriftAgenda agenda() {
        Instant now = services.clock().instant();
        Admission admission = services.admission().get();
        DriftRules rules = admission.catalog().drift();
        if (rules.schedules().isEmpty()) {
            return new DriftAgenda(List.of(), List.of(), null);
        }
        Map<StackId, Instant> checked = new HashMap<>();
        Set<StackId> busy = new HashSet<>();
        Map<String, Integer> atWork = new HashMap<>();
        for (Run run : services.book().all()) {
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
            // One that was called off has looked at nothing and is owed.
            if (drift && run.end() != RunState.CANCELED) {
                checked.merge(stack.get(), run.requestedAt(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        List<DriftAgenda.Candidate> candidates = new ArrayList<>();
        for (Stack stack : admission.catalog().stacks()) {
            Optional<DriftRules.Schedule> schedule = rules.schedule(stack.id());
            if (schedule.isPresent()) {
                AdmissionDecision decision =
                        admission.decide(Request.of(stack.id(), Operation.DRIFT, source(stack), now));
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
     * Checks at work that shall be called off because a run of the same stack that is none has come: it wants the stack, and
     * what the check would find is about to change. The host stops them as it stops any run; they are owed again.
     */
    public List<Run> superseded() {
        Set<StackId> wanted = new HashSet<>();
        List<Run> checks = new ArrayList<>();
        for (Run run : services.book().all()) {
            if (!Recovery.needsProcess(run) || run.operation().isStatic()) {
                continue;
            }
            if (run.operation() == Operation.DRIFT) {
                checks.add(run);
            } else {
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
        for (Run run : services.book().all()) {
            DriftStatus status = DriftStatus.after(statuses.get(run.stackName()), run);
            if (status != null) {
                statuses.put(run.stackName(), status);
            }
        }
        return new LinkedHashMap<>(statuses);
    }

    /** Each stack that may not be looked at though a schedule speaks of it, with the reason. */
    public Map<String, String> refused() {
        Instant now = services.clock().instant();
        Admission admission = services.admission().get();
        Map<String, String> refused = new TreeMap<>();
        for (Stack stack : admission.catalog().stacks()) {
            if (admission.catalog().drift().schedule(stack.id()).isPresent()) {
                AdmissionDecision decision =
                        admission.decide(Request.of(stack.id(), Operation.DRIFT, source(stack), now));
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
