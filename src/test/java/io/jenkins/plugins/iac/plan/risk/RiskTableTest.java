package io.jenkins.plugins.iac.plan.risk;

import static io.jenkins.plugins.iac.plan.risk.Changes.change;
import static io.jenkins.plugins.iac.plan.risk.Changes.classes;
import static io.jenkins.plugins.iac.plan.risk.Changes.policy;
import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class RiskTableTest {
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
            {change("google_dns_record_set", "create", "null", "{\"name\":\"a.example.\"}"), "[dns]"},
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
}
