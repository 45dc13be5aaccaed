package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.iac.approval.ApprovalStatus;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.plan.AttributeChange;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.ResourceChange;
import io.jenkins.plugins.iac.plan.Risk;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What conditions may ask about once there is a plan: taken from the run's own records, never from the build. */
final class RunFacts {
    private RunFacts() {}

    /**
     * Facts of the run; where a fact is not known it stays unknown.
     *
     * @param plan what the plan says, or null where it is not known
     */
    static Facts of(Run run, Terms terms, Instant now, PlanSummary plan) {
        Facts.Builder facts = Facts.builder();
        source(facts, run.source());
        Stack stack = terms.stack();
        facts.put(Fact.STACK_ID, stack.id().value());
        facts.put(Fact.STACK_OWNER, stack.owner() == null ? "" : stack.owner());
        facts.put(Fact.STACK_RESOURCE_CLASS, stack.resourceClass() == null ? "" : stack.resourceClass());
        facts.put(Fact.STACK_DIRECTORY, stack.directory());
        facts.put(Fact.STACK_REPOSITORY, stack.repository());
        facts.put(Fact.ENVIRONMENT_NAME, terms.environment().name());
        facts.put(Fact.ENVIRONMENT_PROTECTED, terms.environment().isProtected());
        facts.put(Fact.OPERATION, Terms.writing(run).id());
        Pool pool = terms.pool();
        if (pool != null) {
            facts.put(Fact.POOL_NAME, pool.name());
            facts.put(Fact.POOL_TRUST, pool.trust().id());
            facts.put(Fact.POOL_EPHEMERAL, pool.ephemeral());
        }
        Identity identity = terms.identity();
        facts.put(Fact.IDENTITY_NAME, identity == null ? "" : identity.name());
        facts.put(Fact.IDENTITY_ROLE, identity == null || identity.role() == null ? "" : identity.role());
        facts.put(Fact.NOW, now);
        if (stack.tool() != null) {
            facts.put(Fact.TOOL_NAME, stack.tool().name());
            facts.put(Fact.TOOL_VERSION, stack.tool().version());
        }
        facts.put(Fact.TASKS, TaskSteps.facts(run));
        facts.put(Fact.TICKET, run.fact("request").path("ticket").asText(""));
        facts.put(Fact.EMERGENCY, Terms.isBreakGlass(run));
        if (plan != null) {
            plan(facts, plan, stack.dataClasses());
        }
        return facts.build();
    }

    /** The same with whose vote counts by now. */
    static Facts withApprovers(Facts facts, ApprovalStatus status) {
        List<Vote> votes = status.counted().stream()
                .map(ApprovalStatus.Counted::vote)
                .filter(v -> !v.isReject())
                .toList();
        return facts.with(Fact.APPROVERS, votes.stream().map(Vote::user).toList())
                .with(
                        Fact.APPROVER_TEAMS,
                        votes.stream()
                                .flatMap(v -> v.teams().stream())
                                .distinct()
                                .sorted()
                                .toList());
    }

    private static void source(Facts.Builder facts, RunSource source) {
        facts.put(
                Fact.SOURCE_KIND,
                source.kind() == SourceKind.UNKNOWN ? null : source.kind().id());
        facts.put(Fact.SOURCE_REPOSITORY, source.repository());
        facts.put(Fact.SOURCE_COMMIT, source.commit());
        facts.put(Fact.SOURCE_REF, source.ref());
        facts.put(
                Fact.SOURCE_REQUEST, source.request() == null && !source.kind().isRequest() ? "" : source.request());
        facts.put(Fact.SOURCE_ACTOR, source.actor());
        facts.put(Fact.SOURCE_AUTHOR, source.author());
        String trigger =
                source.trigger() == Trigger.UNKNOWN ? null : source.trigger().id();
        facts.put(Fact.SOURCE_TRIGGER, trigger);
        facts.put(Fact.ACTOR, source.actor());
        facts.put(Fact.TRIGGER, trigger);
        if (source.commitSigned() != Tri.UNKNOWN) {
            facts.put(Fact.SOURCE_COMMIT_SIGNED, source.commitSigned().isYes());
        }
    }

    /** The facts of a plan. */
    static void plan(Facts.Builder facts, PlanSummary plan, Map<String, String> dataClasses) {
        facts.put(Fact.PLAN_CREATE, plan.count(ChangeKind.CREATE));
        facts.put(Fact.PLAN_UPDATE, plan.count(ChangeKind.UPDATE));
        facts.put(Fact.PLAN_DELETE, plan.count(ChangeKind.DELETE));
        facts.put(Fact.PLAN_REPLACE, plan.count(ChangeKind.REPLACE));
        facts.put(Fact.PLAN_READ, plan.count(ChangeKind.READ));
        facts.put(Fact.PLAN_NO_OP, plan.count(ChangeKind.NO_OP));
        facts.put(Fact.PLAN_FORGET, plan.count(ChangeKind.FORGET));
        facts.put(Fact.PLAN_IMPORT, plan.count(ChangeKind.IMPORT));
        facts.put(Fact.PLAN_IMPORTED, plan.count(ChangeKind.IMPORT));
        facts.put(Fact.PLAN_MOVE, plan.count(ChangeKind.MOVE));
        facts.put(Fact.PLAN_MOVED, plan.count(ChangeKind.MOVE));
        facts.put(Fact.PLAN_DRIFT, plan.drift().total());
        // A list that was cut short would let a condition over it pass: it is unknown instead.
        if (plan.destructive().omitted() == 0) {
            facts.put(Fact.PLAN_DESTRUCTIVE, plan.destructive().items());
            facts.put(
                    Fact.PLAN_DATA_CLASSES,
                    plan.destructive().items().stream()
                            .map(dataClasses::get)
                            .filter(java.util.Objects::nonNull)
                            .distinct()
                            .sorted()
                            .toList());
        }
        if (plan.risk().omitted() == 0) {
            facts.put(
                    Fact.PLAN_RISK,
                    plan.risk().items().stream().map(Risk::cls).distinct().toList());
        }
        if (plan.changes().omitted() == 0) {
            facts.put(
                    Fact.PLAN_CHANGES,
                    plan.changes().items().stream()
                            .map(c -> change(c, dataClasses))
                            .toList());
        }
    }

    private static Map<String, Object> change(ResourceChange change, Map<String, String> dataClasses) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("address", change.address());
        record.put("previousAddress", change.previousAddress());
        record.put("type", change.type());
        record.put("name", change.name());
        record.put("mode", change.mode());
        record.put("module", change.moduleAddress());
        record.put("provider", change.providerName());
        record.put("kind", change.kind().id());
        record.put("actions", change.actions());
        record.put("reason", change.actionReason());
        record.put("imported", change.imported());
        record.put("dataClass", dataClasses.getOrDefault(change.address(), ""));
        // Attributes that were cut short would let a condition over them pass: they are unknown instead.
        if (change.attributes().omitted() == 0) {
            record.put(
                    "attributes",
                    change.attributes().items().stream()
                            .map(RunFacts::attribute)
                            .toList());
        }
        return record;
    }

    /** A value that is hidden or not known yet is left out, so that a condition that looks at it is unknown. */
    private static Map<String, Object> attribute(AttributeChange attribute) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("path", attribute.path());
        boolean sensitive = AttributeChange.SENSITIVE.equals(attribute.before())
                || AttributeChange.SENSITIVE.equals(attribute.after());
        boolean unknown = AttributeChange.UNKNOWN.equals(attribute.after());
        record.put("sensitive", sensitive);
        record.put("unknown", unknown);
        String before = sensitive ? null : value(attribute.before());
        String after = sensitive || unknown ? null : value(attribute.after());
        if (before != null) {
            record.put("before", before);
        }
        if (after != null) {
            record.put("after", after);
        }
        return record;
    }

    /** A text without its quotes, anything else as JSON; null for a value that was cut short. */
    private static String value(String shown) {
        if (shown == null || shown.endsWith("\u2026")) {
            return null;
        }
        if (!shown.startsWith("\"")) {
            return shown;
        }
        try {
            return Json.parse(shown).asText();
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
