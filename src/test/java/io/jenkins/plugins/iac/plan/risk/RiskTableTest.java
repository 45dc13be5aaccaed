package io.jenkins.plugins.iac.plan.risk;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.Risk;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;

public class RiskTableTest {
    private static PlanSummary read(RiskTable table, Map<String, String> dataClasses, String... changes) {
        String plan = "{\"resource_changes\":[" + String.join(",", changes) + "]}";
        return new PlanJsonReader(PlanLimits.SUMMARY, table.judge(dataClasses))
                .read(new ByteArrayInputStream(plan.getBytes(StandardCharsets.UTF_8)), "test");
    }

    private static List<Risk> risks(String... changes) {
        return read(RiskTable.standard(), Map.of(), changes).risk().items();
    }

    private static Set<String> classes(String change) {
        return risks(change).stream().map(Risk::cls).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String change(String type, String actions, String before, String after, String more) {
        String list = "\"" + actions.replace(",", "\",\"") + "\"";
        return "{\"address\":\"" + type + ".x\",\"type\":\"" + type + "\",\"name\":\"x\",\"change\":{\"actions\":["
                + list + "],\"before\":" + before + ",\"after\":" + after + more + "}}";
    }

    private static String change(String type, String actions, String before, String after) {
        return change(type, actions, before, after, "");
    }

    private static String policy(String statements) {
        return "{\"policy\":\"{\\\"Statement\\\":[" + statements.replace("\"", "\\\"") + "]}\"}";
    }

    @Test
    public void judge_tableOfChanges_classesAreThese() {
        String allow = "{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}";
        String more = allow + ",{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
        String deny = "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}";
        String anyone = "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\"}";
        String rule22 = "{\"from_port\":22,\"cidr_blocks\":[\"0.0.0.0/0\"],\"ipv6_cidr_blocks\":[]}";
        String rule443 = "{\"from_port\":443,\"cidr_blocks\":[\"0.0.0.0/0\"],\"ipv6_cidr_blocks\":[]}";
        String inside = "{\"from_port\":22,\"cidr_blocks\":[\"10.0.0.0/8\"],\"ipv6_cidr_blocks\":[]}";
        Object[][] cases = {
            // what is destroyed
            {change("aws_instance", "delete", "{}", "null"), "[delete]"},
            {change("aws_instance", "delete,create", "{}", "{}"), "[]"},
            {
                change(
                        "aws_db_instance",
                        "create,delete",
                        "{\"storage_encrypted\":true}",
                        "{\"storage_encrypted\":true}"),
                "[replace-stateful]"
            },
            {change("acme_thing", "delete,create", "{}", "{}"), "[replace-unknown]"},
            {change("terraform_data", "delete,create", "{}", "{}"), "[]"},
            {change("kubernetes_persistent_volume_claim_v1", "delete,create", "{}", "{}"), "[replace-stateful]"},
            {change("google_sql_database_instance", "delete", "{}", "null"), "[delete]"},
            {change("azurerm_managed_disk", "forget", "{}", "null"), "[]"},
            // public exposure
            {change("aws_security_group", "create", "null", "{\"ingress\":[" + rule22 + "]}"), "[public-exposure]"},
            {change("aws_security_group", "create", "null", "{\"ingress\":[" + inside + "]}"), "[]"},
            {
                change(
                        "aws_security_group",
                        "update",
                        "{\"ingress\":[" + rule443 + "],\"tags\":{}}",
                        "{\"ingress\":[" + rule443 + "],\"tags\":{\"a\":\"b\"}}"),
                "[]"
            },
            {
                change(
                        "aws_security_group",
                        "update",
                        "{\"ingress\":[" + rule443 + "]}",
                        "{\"ingress\":[" + rule443 + "," + rule22 + "]}"),
                "[public-exposure]"
            },
            {
                change(
                        "aws_security_group",
                        "update",
                        "{\"ingress\":[" + rule443 + "," + rule22 + "]}",
                        "{\"ingress\":[" + rule443 + "]}"),
                "[]"
            },
            {
                change(
                        "aws_security_group_rule",
                        "create",
                        "null",
                        "{\"type\":\"ingress\",\"cidr_blocks\":[\"0.0.0.0/0\"]}"),
                "[public-exposure]"
            },
            {
                change(
                        "aws_security_group_rule",
                        "create",
                        "null",
                        "{\"type\":\"egress\",\"cidr_blocks\":[\"0.0.0.0/0\"]}"),
                "[]"
            },
            {
                change("aws_s3_bucket_policy", "update", policy(""), policy(anyone)),
                "[iam-privilege-expansion, public-exposure]"
            },
            {
                change(
                        "aws_s3_bucket_public_access_block",
                        "update",
                        "{\"block_public_acls\":true,\"block_public_policy\":true,\"ignore_public_acls\":true,\"restrict_public_buckets\":true}",
                        "{\"block_public_acls\":true,\"block_public_policy\":false,\"ignore_public_acls\":true,\"restrict_public_buckets\":true}"),
                "[public-exposure]"
            },
            {change("aws_s3_bucket_public_access_block", "delete", "{}", "null"), "[delete, public-exposure]"},
            {
                change(
                        "azurerm_network_security_rule",
                        "update",
                        "{\"direction\":\"Inbound\",\"access\":\"Allow\",\"source_address_prefix\":\"10.0.0.0/8\"}",
                        "{\"direction\":\"Inbound\",\"access\":\"Allow\",\"source_address_prefix\":\"*\"}"),
                "[public-exposure]"
            },
            {
                change(
                        "azurerm_network_security_rule",
                        "update",
                        "{\"direction\":\"Inbound\",\"access\":\"Deny\",\"source_address_prefix\":\"*\"}",
                        "{\"direction\":\"Inbound\",\"access\":\"Allow\",\"source_address_prefix\":\"*\"}"),
                "[public-exposure]"
            },
            {
                change(
                        "azurerm_network_security_rule",
                        "create",
                        "null",
                        "{\"direction\":\"Outbound\",\"access\":\"Allow\",\"source_address_prefix\":\"*\"}"),
                "[]"
            },
            {
                change(
                        "google_compute_firewall",
                        "create",
                        "null",
                        "{\"allow\":[{\"protocol\":\"tcp\"}],\"source_ranges\":[\"0.0.0.0/0\"]}"),
                "[public-exposure]"
            },
            {
                change(
                        "google_compute_firewall",
                        "create",
                        "null",
                        "{\"allow\":[],\"deny\":[{\"protocol\":\"all\"}],\"source_ranges\":[\"0.0.0.0/0\"]}"),
                "[]"
            },
            {
                change("google_storage_bucket_iam_member", "create", "null", "{\"member\":\"allUsers\"}"),
                "[iam-privilege-expansion, public-exposure]"
            },
            {
                change("kubernetes_service_v1", "create", "null", "{\"spec\":[{\"type\":\"LoadBalancer\"}]}"),
                "[public-exposure]"
            },
            {change("kubernetes_service_v1", "create", "null", "{\"spec\":[{\"type\":\"ClusterIP\"}]}"), "[]"},
            // privileges
            {change("aws_iam_policy", "create", "null", policy(allow)), "[iam-privilege-expansion]"},
            {change("aws_iam_policy", "update", policy(allow), policy(more)), "[iam-privilege-expansion]"},
            {change("aws_iam_policy", "update", policy(more), policy(allow)), "[]"},
            {change("aws_iam_policy", "update", policy(allow), policy(allow + "," + deny)), "[]"},
            {
                change(
                        "aws_iam_user_policy_attachment",
                        "create",
                        "null",
                        "{\"policy_arn\":\"arn:aws:iam::aws:policy/AdministratorAccess\"}"),
                "[iam-privilege-expansion, root-credentials]"
            },
            {change("azurerm_role_assignment", "create", "null", "{}"), "[iam-privilege-expansion]"},
            {change("azurerm_role_assignment", "delete", "{}", "null"), "[delete]"},
            {
                change(
                        "kubernetes_cluster_role_binding",
                        "create",
                        "null",
                        "{\"role_ref\":[{\"name\":\"cluster-admin\"}]}"),
                "[iam-privilege-expansion, root-credentials]"
            },
            {
                change(
                        "google_project_iam_custom_role",
                        "update",
                        "{\"permissions\":[\"a.get\"]}",
                        "{\"permissions\":[\"a.get\",\"a.delete\"]}"),
                "[iam-privilege-expansion]"
            },
            // encryption
            {
                change(
                        "aws_db_instance",
                        "create",
                        "null",
                        "{\"storage_encrypted\":false,\"backup_retention_period\":7}"),
                "[encryption-off]"
            },
            {
                change(
                        "aws_db_instance",
                        "create",
                        "null",
                        "{\"storage_encrypted\":null,\"backup_retention_period\":7}"),
                "[encryption-off]"
            },
            {
                change(
                        "aws_db_instance",
                        "create",
                        "null",
                        "{\"storage_encrypted\":true,\"backup_retention_period\":7}"),
                "[]"
            },
            {
                change(
                        "aws_db_instance",
                        "update",
                        "{\"storage_encrypted\":false,\"deletion_protection\":true}",
                        "{\"storage_encrypted\":false,\"deletion_protection\":true,\"tags\":{}}"),
                "[]"
            },
            {
                change(
                        "azurerm_storage_account",
                        "update",
                        "{\"https_traffic_only_enabled\":true}",
                        "{\"https_traffic_only_enabled\":false}"),
                "[encryption-off]"
            },
            {
                change(
                        "google_storage_bucket",
                        "update",
                        "{\"encryption\":[{\"default_kms_key_name\":\"k\"}]}",
                        "{\"encryption\":[]}"),
                "[encryption-off]"
            },
            // backups
            {
                change(
                        "aws_db_instance",
                        "update",
                        "{\"backup_retention_period\":14,\"deletion_protection\":true,\"storage_encrypted\":true}",
                        "{\"backup_retention_period\":1,\"deletion_protection\":true,\"storage_encrypted\":true}"),
                "[backup-deleted]"
            },
            {
                change(
                        "aws_db_instance",
                        "update",
                        "{\"deletion_protection\":true,\"storage_encrypted\":true}",
                        "{\"deletion_protection\":false,\"storage_encrypted\":true}"),
                "[backup-deleted]"
            },
            {change("aws_ebs_snapshot", "delete", "{}", "null"), "[backup-deleted, delete]"},
            {change("azurerm_backup_policy_vm", "delete", "{}", "null"), "[backup-deleted, delete]"},
            {change("google_compute_snapshot", "delete,create", "{}", "{}"), "[backup-deleted]"},
            // names, ways, organisation, root
            {change("aws_route53_record", "update", "{\"records\":[\"1\"]}", "{\"records\":[\"2\"]}"), "[dns]"},
            {change("google_dns_record_set", "create", "null", "{\"name\":\"a.example.\"}"), "[]"},
            {change("azurerm_route_table", "update", "{}", "{\"route\":[]}"), "[routes]"},
            {change("aws_route", "create", "null", "{\"destination_cidr_block\":\"0.0.0.0/0\"}"), "[routes]"},
            {change("google_org_policy_policy", "update", "{}", "{\"x\":1}"), "[organisation-policy]"},
            {
                change("aws_cloudtrail", "update", "{\"enable_logging\":true}", "{\"enable_logging\":false}"),
                "[organisation-policy]"
            },
            {
                change(
                        "aws_db_instance",
                        "update",
                        "{\"username\":\"a\",\"deletion_protection\":true,\"storage_encrypted\":true}",
                        "{\"username\":\"b\",\"deletion_protection\":true,\"storage_encrypted\":true}"),
                "[root-credentials]"
            },
            // nothing
            {change("aws_instance", "create", "null", "{\"ami\":\"a\"}"), "[]"},
            {change("acme_thing", "create", "null", "{}"), "[]"},
            {change("aws_db_instance", "no-op", "{}", "{}"), "[]"},
        };
        for (Object[] one : cases) {
            assertEquals(one[0].toString(), one[1], classes(one[0].toString()).toString());
        }
    }

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

    @Test
    public void plus_rulesOfAnInstallation_areAddedToTheStandardOnes() {
        RiskTable table = RiskTable.standard()
                .plus(
                        "classes: {payment: money moves}\nknown: [acme_*]\nrules:\n"
                                + "  - {class: payment, types: [acme_ledger], kinds: [update], any: [{path: 'limit', changes: true}], reason: moves the limit}\n",
                        "ours.yaml");
        String ledger = change("acme_ledger", "update", "{\"limit\":1}", "{\"limit\":2}");
        assertEquals(
                "[Risk[cls=payment, address=acme_ledger.x, reason=acme_ledger.x moves the limit (limit)]]",
                read(table, Map.of(), ledger).risk().items().toString());
        assertEquals(
                0,
                read(table, Map.of(), change("acme_thing", "delete,create", "{}", "{}"))
                        .risk()
                        .total());
        assertEquals(
                1,
                read(table, Map.of(), change("aws_instance", "delete", "{}", "null"))
                        .risk()
                        .total());
        assertEquals(0, read(RiskTable.standard(), Map.of(), ledger).risk().total());
    }

    @Test
    public void plus_rulesThatAreNotUnderstood_areErrorsThatNameThem() {
        String[][] bad = {
            {"[]", "the file"},
            {"rules: [{class: x}]", "rule 1"},
            {"rules: [{class: delete, types: [a], reason: r, when: x}]", "the member when"},
            {"rules: [{class: nope, types: [a], reason: r}]", "the class nope"},
            {"rules: [{class: delete, types: ['a b']}]", "the type"},
            {"rules: [{class: delete, types: [a], kinds: [explode]}]", "explode"},
            {"rules: [{class: delete, types: [a], any: [{path: p, is: 1}]}]", "without a reason"},
            {"rules: [{class: delete, types: [a], reason: r, any: [{path: p}]}]", "without path or test"},
            {"rules: [{class: delete, types: [a], reason: r, any: [{path: p, seems: 1}]}]", "the test seems"},
            {"rules: [{class: delete, types: [a], reason: r, any: [{path: 'p[', is: 1}]}]", "p["},
            {"rules: [{class: delete, types: [a], reason: r, any: [{path: 'p[x]', is: 1}]}]", "[x]"},
            {"a: &a [*a]", "the file"},
            {"x: !!javax.script.ScriptEngineManager []", "the file"},
        };
        for (String[] one : bad) {
            IacException e = assertThrows(
                    one[0], IacException.class, () -> RiskTable.standard().plus(one[0], "ours.yaml"));
            assertTrue(one[0] + ": " + e.getMessage(), e.getMessage().contains(one[1]));
        }
    }

    @Test
    public void matches_patterns_takeLinearTime() {
        assertTrue(new TypePattern("google_*_iam_*").matches("google_project_iam_member"));
        assertFalse(new TypePattern("google_*_iam_member").matches("google_project_iam_members"));
        assertTrue(new TypePattern("*").matches(""));
        assertTrue(new TypePattern("aws_*").matches("aws_"));
        assertFalse(new TypePattern("aws_*").matches("xaws_a"));
        assertFalse(new TypePattern("*a*a*a*a*a*a*a*a*b").matches("a".repeat(20_000)));
    }
}
