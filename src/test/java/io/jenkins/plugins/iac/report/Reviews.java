package io.jenkins.plugins.iac.report;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.plan.DigestPart;
import io.jenkins.plugins.iac.plan.PlanDigest;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.risk.RiskTable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reviews for tests. */
final class Reviews {
    private Reviews() {}

    static PlanSummary plan(String changes) {
        String plan =
                "{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"complete\":false,\"resource_changes\":["
                        + changes
                        + "],\"output_changes\":{\"dsn\":{\"actions\":[\"update\"],\"before_sensitive\":true,\"after_sensitive\":true}},"
                        + "\"resource_drift\":[{\"address\":\"aws_instance.drifted\",\"change\":{\"actions\":[\"update\"],\"before\":{\"a\":1},\"after\":{\"a\":2}}}],"
                        + "\"checks\":[{\"address\":{\"to_display\":\"check.health\",\"kind\":\"check\"},\"status\":\"fail\",\"instances\":[{\"problems\":[{\"message\":\"not healthy\"}]}]}],"
                        + "\"configuration\":{\"root_module\":{\"module_calls\":{\"net\":{\"source\":\"./net\",\"module\":{}}},"
                        + "\"resources\":[{\"address\":\"aws_instance.web\",\"provisioners\":[{\"type\":\"local-exec\"}]}]}}}";
        return read(plan);
    }

    static PlanSummary read(String plan) {
        return new PlanJsonReader(
                        PlanLimits.REVIEW,
                        RiskTable.standard().judge(Map.of("aws_db_instance.orders_prod", "customer_transactional")))
                .read(new ByteArrayInputStream(plan.getBytes(StandardCharsets.UTF_8)), "test");
    }

    static String change(String address, String type, String actions, String more) {
        return "{\"address\":\"" + address + "\",\"type\":\"" + type
                + "\",\"provider_name\":\"registry.terraform.io/hashicorp/aws\"" + more
                + ",\"change\":{\"actions\":[" + actions
                + "],\"before\":{\"size\":1,\"storage_encrypted\":true},\"after\":{\"size\":2,\"storage_encrypted\":true,\"password\":\"hunter2hunter2\"},\"after_sensitive\":{\"password\":true},\"after_unknown\":{\"id\":true},\"replace_paths\":[[\"engine_version\"]]}}";
    }

    static Review sample() {
        String changes = String.join(
                ",",
                change("aws_instance.web", "aws_instance", "\"update\"", "")
                        .replace(",\"replace_paths\":[[\"engine_version\"]]", ""),
                change("aws_db_instance.orders_prod", "aws_db_instance", "\"delete\",\"create\"", ""),
                change(
                                "aws_instance.old",
                                "aws_instance",
                                "\"delete\"",
                                ",\"action_reason\":\"delete_because_no_resource_config\"")
                        .replace(",\"replace_paths\":[[\"engine_version\"]]", ""),
                change("aws_instance.new", "aws_instance", "\"create\"", "")
                        .replace(",\"replace_paths\":[[\"engine_version\"]]", ""));
        return review(plan(changes));
    }

    static Review review(PlanSummary plan) {
        PlanDigest digest = PlanDigest.builder()
                .put(DigestPart.STACK, "prod/eu-west-1/payments-db")
                .put(DigestPart.PLAN_JSON, plan.planJson())
                .put(DigestPart.STATE_SERIAL, 41)
                .build();
        return new Review(
                "prod/eu-west-1/payments-db",
                "apply",
                "20260102-030405-ab",
                plan,
                Optional.of(digest),
                List.of(
                        new Review.Requirement("data-platform", List.of("data"), 1, List.of("dora")),
                        new Review.Requirement("service-owner", List.of("payments"), 1, List.of()),
                        new Review.Requirement("sre-oncall", List.of("sre", "platform"), 2, List.of("carol"))),
                List.of(
                        new Review.Said(
                                "dora",
                                "approve",
                                Instant.parse("2026-01-02T03:05:00Z"),
                                "after the backup",
                                "data-platform",
                                true),
                        new Review.Said(
                                "alice",
                                "approve",
                                Instant.parse("2026-01-02T03:06:00Z"),
                                "",
                                "vote.requester: let somebody else approve",
                                false)),
                List.of(
                        Condition.passed("policy:tags", "a tag owner", "payments"),
                        Condition.failed("policy:no-public-buckets", "no public bucket", "1", "make it private")),
                List.of(Condition.passed("task:backup-verified", "a backup of today", "03:10")),
                Map.of("commit", "4b825dc"));
    }
}
