package io.jenkins.plugins.iac.plan.risk;

import static io.jenkins.plugins.iac.plan.risk.Changes.change;
import static io.jenkins.plugins.iac.plan.risk.Changes.policy;
import static io.jenkins.plugins.iac.plan.risk.Changes.read;
import static io.jenkins.plugins.iac.plan.risk.Changes.risks;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.Risk;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What is said of a risk, and what cannot be told. */
public class RiskReasonTest {
    @Test
    public void judge_valuesThatNobodyKnows_fireAndSayWhy() {
        Object[][] cases = {
            {
                change("aws_iam_policy", "create", "null", "{}", ",\"after_unknown\":{\"policy\":true}"),
                "aws_iam_policy.x cannot be judged: policy.Statement is sensitive or known after apply; it may be one that allows more than before"
            },
            {
                change(
                        "aws_iam_policy",
                        "update",
                        policy(""),
                        "{\"policy\":\"x\"}",
                        ",\"after_sensitive\":{\"policy\":true}"),
                "aws_iam_policy.x cannot be judged: policy.Statement is sensitive or known after apply; it may be one that allows more than before"
            },
            {
                change(
                        "aws_lambda_function_url",
                        "create",
                        "null",
                        "{}",
                        ",\"after_unknown\":{\"authorization_type\":true}"),
                "aws_lambda_function_url.x cannot be judged: authorization_type is sensitive or known after apply; it may be one that may be called by anyone"
            },
        };
        for (Object[] one : cases) {
            assertEquals(
                    List.of(one[1]),
                    risks(one[0].toString()).stream().map(Risk::reason).toList());
        }
    }

    @Test
    public void judge_changeTooLargeToLookInto_fires() {
        String rules = "{\"from_port\":1},".repeat(40_000) + "{}";
        List<Risk> risks = risks(change("aws_security_group", "create", "null", "{\"ingress\":[" + rules + "]}"));
        assertEquals("public-exposure", risks.get(0).cls());
        assertTrue(risks.get(0).reason(), risks.get(0).reason().contains("too large to look into"));
    }

    @Test
    public void judge_sensitiveValue_isNotInTheReason() {
        List<Risk> risks = risks(change(
                "aws_security_group",
                "create",
                "null",
                "{\"ingress\":[{\"cidr_blocks\":[\"0.0.0.0/0\"],\"description\":\"hunter2hunter2\"}]}",
                ",\"after_sensitive\":{\"ingress\":[{\"description\":true}]}"));
        assertEquals(1, risks.size());
        assertFalse(risks.toString().contains("hunter2"));
    }

    @Test
    public void judge_dataClassOfTheStack_isNamedAndMakesAReplacementStateful() {
        String change =
                "{\"address\":\"aws_db_instance.orders_prod\",\"type\":\"aws_db_instance\",\"action_reason\":\"replace_because_cannot_update\","
                        + "\"change\":{\"actions\":[\"delete\",\"create\"],\"before\":{\"storage_encrypted\":true},\"after\":{\"storage_encrypted\":true},\"replace_paths\":[[\"engine_version\"]]}}";
        Risk risk = read(RiskTable.standard(), Map.of("aws_db_instance.orders_prod", "customer_transactional"), change)
                .risk()
                .items()
                .get(0);
        assertEquals(
                "aws_db_instance.orders_prod will be replaced: engine_version forces replacement; data class customer_transactional",
                risk.reason());
        String instances = change("terraform_data", "delete,create", "{}", "{}")
                .replace("terraform_data.x", "module.a[0].terraform_data.x[\\\"k\\\"]");
        assertEquals(
                "[replace-stateful]",
                read(RiskTable.standard(), Map.of("module.a.terraform_data.x", "ledger"), instances)
                        .risk()
                        .items()
                        .stream()
                        .map(Risk::cls)
                        .toList()
                        .toString());
    }

    @Test
    public void read_manyRisks_graverClassesFirstAndNoneInSilence() {
        String[] changes = new String[5_001];
        for (int i = 0; i < 5_000; i++) {
            changes[i] = change("aws_instance", "delete", "{}", "null")
                    .replace("aws_instance.x", "aws_instance.x[" + i + "]");
        }
        changes[5_000] = change("google_org_policy_policy", "update", "{}", "{\"x\":1}");
        PlanSummary summary = read(RiskTable.standard(), Map.of(), changes);
        assertEquals("organisation-policy", summary.risk().items().get(0).cls());
        assertEquals(5_001, summary.risk().total());
        assertEquals(2_500, summary.risk().omitted());
    }
}
