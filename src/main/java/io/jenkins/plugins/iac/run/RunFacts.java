package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.ResourceChange;
import io.jenkins.plugins.iac.plan.Risk;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What conditions may ask about once there is a plan: taken from the run's own records, never from the build. */
final class RunFacts {
    private RunFacts() {}

    /**
     * Facts of the run; where a fact is not known it stays unknown.
     *
     * @param plan what the plan says, or null before there is one
     */
    static Facts of(
            RunSource source,
            Stack stack,
            Environment environment,
            Pool pool,
            Identity identity,
            String operation,
            Instant now,
            PlanSummary plan) {
        Facts.Builder facts = Facts.builder();
        source(facts, source);
        facts.put(Fact.STACK_ID, stack.id().value());
        facts.put(Fact.STACK_OWNER, stack.owner() == null ? "" : stack.owner());
        facts.put(Fact.STACK_RESOURCE_CLASS, stack.resourceClass() == null ? "" : stack.resourceClass());
        facts.put(Fact.STACK_DIRECTORY, stack.directory());
        facts.put(Fact.STACK_REPOSITORY, stack.repository());
        facts.put(Fact.ENVIRONMENT_NAME, environment.name());
        facts.put(Fact.ENVIRONMENT_PROTECTED, environment.isProtected());
        facts.put(Fact.OPERATION, operation);
        if (pool != null) {
            facts.put(Fact.POOL_NAME, pool.name());
            facts.put(Fact.POOL_TRUST, pool.trust().id());
        }
        facts.put(Fact.IDENTITY_NAME, identity == null ? "" : identity.name());
        facts.put(Fact.NOW, now);
        if (stack.tool() != null) {
            facts.put(Fact.TOOL_NAME, stack.tool().name());
            facts.put(Fact.TOOL_VERSION, stack.tool().version());
        }
        if (plan != null) {
            plan(facts, plan);
        }
        return facts.build();
    }

    private static void source(Facts.Builder facts, RunSource source) {
        facts.put(Fact.SOURCE_KIND, source.kind().id());
        facts.put(Fact.SOURCE_REPOSITORY, source.repository());
        facts.put(Fact.SOURCE_COMMIT, source.commit());
        facts.put(Fact.SOURCE_REF, source.ref());
        facts.put(Fact.SOURCE_REQUEST, source.request());
        facts.put(Fact.SOURCE_ACTOR, source.actor());
        facts.put(Fact.SOURCE_AUTHOR, source.author());
        facts.put(Fact.SOURCE_TRIGGER, source.trigger().id());
        facts.put(Fact.ACTOR, source.actor());
        facts.put(Fact.TRIGGER, source.trigger().id());
        if (source.commitSigned() != Tri.UNKNOWN) {
            facts.put(Fact.SOURCE_COMMIT_SIGNED, source.commitSigned().isYes());
        }
    }

    private static void plan(Facts.Builder facts, PlanSummary plan) {
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
        }
        if (plan.risk().omitted() == 0) {
            facts.put(
                    Fact.PLAN_RISK,
                    plan.risk().items().stream().map(Risk::cls).distinct().toList());
        }
        if (plan.changes().omitted() == 0) {
            facts.put(
                    Fact.PLAN_CHANGES,
                    plan.changes().items().stream().map(RunFacts::change).toList());
        }
    }

    private static Map<String, Object> change(ResourceChange change) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("address", change.address());
        record.put("type", change.type());
        record.put("name", change.name());
        record.put("mode", change.mode());
        record.put("module", change.moduleAddress());
        record.put("provider", change.providerName());
        record.put("kind", change.kind().id());
        record.put("actions", change.actions());
        record.put("reason", change.actionReason());
        return record;
    }
}
