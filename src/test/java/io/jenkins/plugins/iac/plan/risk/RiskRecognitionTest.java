package io.jenkins.plugins.iac.plan.risk;

import static io.jenkins.plugins.iac.plan.risk.Changes.change;
import static io.jenkins.plugins.iac.plan.risk.Changes.classes;
import static io.jenkins.plugins.iac.plan.risk.Changes.policy;
import static io.jenkins.plugins.iac.plan.risk.Changes.risks;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.plan.Risk;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** What is easily overlooked: secrets that nobody may see, networks cut into pieces, manifests, what is no longer denied. */
public class RiskRecognitionTest {
    private static void are(Object[][] cases) {
        for (Object[] one : cases) {
            assertEquals(one[0].toString(), one[1], classes(one[0].toString()).toString());
        }
    }

    private static String hidden(String name) {
        return ",\"before_sensitive\":{\"" + name + "\":true},\"after_sensitive\":{\"" + name + "\":true}";
    }

    private static String value(String name, String value) {
        return "{\"" + name + "\":\"" + value + "\"}";
    }

    private static String manifest(String kind, String more) {
        return "{\"manifest\":{\"kind\":\"" + kind + "\"" + more + "}}";
    }

    private static String ingress(String... networks) {
        return "{\"ingress\":[{\"from_port\":22,\"cidr_blocks\":[\"" + String.join("\",\"", networks) + "\"]}]}";
    }

    @Test
    public void judge_rootPasswordThatNobodyMaySee_isRiskOnlyWhereItChanges() {
        String[][] passwords = {
            {"aws_db_instance", "password"},
            {"aws_rds_cluster", "master_password"},
            {"azurerm_mssql_server", "administrator_login_password"},
            {"azurerm_postgresql_flexible_server", "administrator_password"},
            {"google_sql_database_instance", "root_password"},
        };
        for (String[] one : passwords) {
            String before = value(one[1], "planted-old");
            List<Risk> changed = risks(change(one[0], "update", before, value(one[1], "planted-new"), hidden(one[1])));
            assertEquals(one[0], "root-credentials", changed.get(0).cls());
            assertTrue(changed.toString(), changed.get(0).reason().contains("password"));
            assertFalse(changed.toString(), changed.toString().contains("planted"));
            assertEquals(one[0], List.of(), risks(change(one[0], "update", before, before, hidden(one[1]))));
            assertEquals(
                    one[0] + ": known after apply",
                    "root-credentials",
                    risks(change(one[0], "update", before, "{}", ",\"after_unknown\":{\"" + one[1] + "\":true}"))
                            .get(0)
                            .cls());
            assertEquals(
                    one[0] + ": the text that stands for an unknown value is the value before",
                    "root-credentials",
                    risks(change(
                                    one[0],
                                    "update",
                                    value(one[1], "(known after apply)"),
                                    "{}",
                                    ",\"after_unknown\":{\"" + one[1] + "\":true}"))
                            .get(0)
                            .cls());
        }
        String root = "{\"name\":\"root\",\"password\":\"planted-old\"}";
        are(new Object[][] {
            {
                change("google_sql_user", "update", root, root.replace("old", "new"), hidden("password")),
                "[root-credentials]"
            },
            {change("google_sql_user", "update", root, root, hidden("password")), "[]"},
            {
                change(
                        "google_sql_user",
                        "update",
                        root.replace("root", "app"),
                        root.replace("root", "app").replace("old", "new"),
                        hidden("password")),
                "[]"
            },
        });
    }

    @Test
    public void judge_manifests_areJudgedByTheirKind() {
        String admin = ",\"roleRef\":{\"name\":\"cluster-admin\"},\"subjects\":[{\"name\":\"system:unauthenticated\"}]";
        String claim = manifest("PersistentVolumeClaim", "");
        String rules = ",\"rules\":[{\"verbs\":[\"get\"]}]";
        are(new Object[][] {
            {
                change("kubernetes_manifest", "create", "null", manifest("ClusterRoleBinding", admin)),
                "[iam-privilege-expansion, root-credentials]"
            },
            {change("kubernetes_manifest", "delete,create", claim, claim), "[replace-stateful]"},
            {
                change("kubernetes_manifest", "delete,create", manifest("Cluster", ""), manifest("Cluster", "")),
                "[replace-unknown]"
            },
            {
                change("kubernetes_manifest", "delete,create", manifest("Deployment", ""), manifest("Deployment", "")),
                "[]"
            },
            {
                change(
                        "kubernetes_manifest",
                        "create",
                        "null",
                        manifest("Service", ",\"spec\":{\"type\":\"LoadBalancer\"}")),
                "[public-exposure]"
            },
            {
                change(
                        "kubernetes_manifest",
                        "create",
                        "null",
                        manifest("Service", ",\"spec\":{\"type\":\"ClusterIP\"}")),
                "[]"
            },
            {
                change(
                        "kubernetes_manifest",
                        "update",
                        manifest("ClusterRole", rules),
                        manifest("ClusterRole", rules.replace("get", "*"))),
                "[iam-privilege-expansion]"
            },
            {
                change("kubernetes_manifest", "delete", manifest("NetworkPolicy", ""), "null"),
                "[delete, public-exposure, routes]"
            },
        });
        assertEquals(
                "a kind that nobody knows yet",
                "[backup-deleted, dns, encryption-off, iam-privilege-expansion, organisation-policy, public-exposure,"
                        + " replace-stateful, replace-unknown, root-credentials, routes]",
                classes(change(
                                "kubernetes_manifest",
                                "delete,create",
                                "{}",
                                "{}",
                                ",\"after_unknown\":{\"manifest\":true}"))
                        .toString());
    }

    @Test
    public void judge_thingThatBecomesAnother_isJudgedAsWhatItWasAndAsWhatItWillBe() {
        String claim = manifest("PersistentVolumeClaim", "");
        String map = manifest("ConfigMap", "");
        String root = value("name", "root");
        String alice = value("name", "alice");
        String unknownName = ",\"after_unknown\":{\"name\":true}";
        String unknown = ",\"after_unknown\":{\"manifest\":true}";
        are(new Object[][] {
            {change("kubernetes_manifest", "delete,create", claim, map), "[replace-stateful]"},
            {change("kubernetes_manifest", "delete,create", map, claim), "[replace-stateful]"},
            {change("kubernetes_manifest", "delete,create", map, map), "[]"},
            {change("google_sql_user", "delete,create", root, alice), "[root-credentials]"},
            {change("google_sql_user", "delete,create", alice, root), "[root-credentials]"},
            {change("google_sql_user", "delete,create", root, "{}", unknownName), "[root-credentials]"},
            {change("google_sql_user", "delete,create", alice, "{}", unknownName), "[root-credentials]"},
            {change("google_sql_user", "delete,create", alice, alice), "[]"},
            {change("google_sql_user", "delete", root, "null"), "[delete, root-credentials]"},
            {change("google_sql_user", "delete", alice, "null"), "[delete]"},
            {change("google_sql_user", "create", "null", alice), "[]"},
        });
        assertEquals(
                "kubernetes_manifest.x will be replaced, and what it keeps is lost",
                risks(change("kubernetes_manifest", "delete,create", claim, "{}", unknown)).stream()
                        .filter(risk -> risk.cls().equals("replace-stateful"))
                        .findFirst()
                        .orElseThrow()
                        .reason());
        // All conditions must hold of the same side.
        String binding = manifest("ClusterRoleBinding", ",\"roleRef\":{\"name\":\"cluster-admin\"}");
        String view = binding.replace("cluster-admin", "view");
        String role = manifest("Role", ",\"roleRef\":{\"name\":\"cluster-admin\"}");
        are(new Object[][] {
            {
                change("kubernetes_manifest", "delete,create", binding, view),
                "[iam-privilege-expansion, root-credentials]"
            },
            {change("kubernetes_manifest", "delete,create", view, role), "[iam-privilege-expansion]"},
        });
    }

    @Test
    public void judge_whatIsNoLongerDenied_expandsPrivileges() {
        String allow = "{\"Effect\":\"Allow\",\"Action\":\"s3:*\"}";
        String deny = "{\"Effect\":\"Deny\",\"Action\":\"iam:*\"}";
        are(new Object[][] {
            {change("aws_iam_policy", "update", policy(allow + "," + deny), policy(allow)), "[iam-privilege-expansion]"
            },
            {change("aws_s3_bucket_policy", "update", policy(deny), policy("")), "[iam-privilege-expansion]"},
            {change("aws_iam_role_policy", "delete", policy(deny), "null"), "[delete, iam-privilege-expansion]"},
            {change("aws_iam_role_policy", "delete", policy(allow), "null"), "[delete]"},
            {change("aws_iam_policy", "update", policy(allow), policy(allow + "," + deny)), "[]"},
        });
        String auth = "{\"metadata\":[{\"name\":\"aws-auth\"}],\"data\":{\"mapRoles\":\"a\"}}";
        are(new Object[][] {
            {
                change("kubernetes_config_map_v1", "update", auth, auth.replace("\"a\"", "\"b\"")),
                "[iam-privilege-expansion]"
            },
            {
                change(
                        "kubernetes_config_map_v1",
                        "update",
                        auth.replace("aws-auth", "app"),
                        auth.replace("aws-auth", "app").replace("\"a\"", "\"b\"")),
                "[]"
            },
        });
    }

    @Test
    public void judge_networks_areComparedByWhatTheyCover() {
        Object[][] networks = {
            {new String[] {"0.0.0.0/1", "128.0.0.0/1"}, true},
            {new String[] {"0.0.0.0/00"}, true},
            {new String[] {"::/1"}, true},
            {new String[] {"54.0.0.0/8"}, true},
            {new String[] {"52.0.0.0/9", "53.0.0.0/9"}, true},
            {new String[] {"52.0.0.0/9", "52.0.0.0/10", "52.64.0.0/10", "52.0.0.0/9"}, false},
            {new String[] {"52.0.0.0/9", "52.0.0.0/10", "53.0.0.0/9"}, true},
            {new String[] {"2400::/21", "2400::/22", "2400:400::/22"}, false},
            {new String[] {"2400::/20", "2400::/22"}, true},
            {new String[] {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"}, false},
            {new String[] {"203.0.113.0/24", "2001:db8::/32", "198.51.100.7"}, false},
            {new String[] {"0.0.0.0/33", "example.org", "", "1.2.3/0", "0.0.0.0/-1"}, false},
        };
        for (Object[] one : networks) {
            String expected = (Boolean) one[1] ? "[public-exposure]" : "[]";
            String after = ingress((String[]) one[0]);
            assertEquals(
                    after,
                    expected,
                    classes(change("aws_security_group", "create", "null", after))
                            .toString());
        }
        are(new Object[][] {
            {
                change(
                        "google_compute_firewall",
                        "create",
                        "null",
                        "{\"allow\":[{\"protocol\":\"tcp\"}],\"source_ranges\":[\"0.0.0.0/1\",\"128.0.0.0/1\"]}"),
                "[public-exposure]"
            },
            {
                change(
                        "azurerm_network_security_group",
                        "create",
                        "null",
                        "{\"security_rule\":[{\"direction\":\"Inbound\",\"access\":\"Allow\",\"source_address_prefixes\":[\"0.0.0.0/1\",\"128.0.0.0/1\"]}]}"),
                "[public-exposure]"
            },
            {change("aws_security_group", "update", ingress("0.0.0.0/0"), ingress("10.0.0.0/8")), "[]"},
        });
    }

    @Test
    public void judge_backupsThatAreKeptForLess_areRisks() {
        String plan = "{\"rule\":[{\"lifecycle\":[{\"delete_after\":90}]},{\"lifecycle\":[{\"delete_after\":35}]}]}";
        String azure = "{\"retention_daily\":[{\"count\":30}]}";
        are(new Object[][] {
            {change("aws_backup_plan", "update", plan, plan.replace("35", "1")), "[backup-deleted]"},
            {change("aws_backup_plan", "update", plan, plan.replace("35", "36")), "[]"},
            {
                change("aws_backup_plan", "update", plan, "{\"rule\":[{\"lifecycle\":[{\"delete_after\":90}]}]}"),
                "[backup-deleted]"
            },
            {change("azurerm_backup_policy_vm", "update", azure, azure.replace("30", "1")), "[backup-deleted]"},
            {change("azurerm_backup_policy_vm", "update", azure, azure.replace("30", "60")), "[]"},
        });
    }

    private static String rules(String... rules) {
        List<String> all = new ArrayList<>();
        for (String rule : rules) {
            String[] parts = rule.split(" ");
            all.add("{\"rule_name\":\"" + parts[0] + "\",\"lifecycle\":[{\"delete_after\":" + parts[1] + "}]}");
        }
        return "{\"rule\":[" + String.join(",", all) + "]}";
    }

    private static String schedules(String name, int count) {
        return "{\"policy_details\":[{\"schedule\":[{\"name\":\"" + name + "\",\"retain_rule\":[{\"count\":" + count
                + "}]},{\"name\":\"weekly\",\"retain_rule\":[{\"count\":8}]}]}]}";
    }

    @Test
    public void judge_listOfBackupRules_isComparedByWhatIsGoneAndWhatIsNew() {
        Object[][] cases = {
            {"what is less is hidden behind what is more", rules("a 90", "b 35"), rules("a 35", "b 90"), true},
            {"one of two alike is gone", rules("a 35", "a 35"), rules("a 35"), true},
            {"one is exchanged for another that keeps longer", rules("a 35", "b 90"), rules("b 90", "c 100"), true},
            {"the first is gone", rules("a 90", "b 35"), rules("b 35"), true},
            {"another order", rules("a 90", "b 35"), rules("b 35", "a 90"), false},
            {"another order, and one keeps longer", rules("a 90", "b 35"), rules("b 35", "a 100"), false},
            {"another order, and one keeps less", rules("a 90", "b 35"), rules("b 34", "a 90"), true},
            {"a new one in front", rules("a 90", "b 35"), rules("c 1", "a 90", "b 35"), false},
            {"what is no number any more", rules("a 90"), rules("a \"off\""), true},
        };
        for (Object[] one : cases) {
            String change = change("aws_backup_plan", "update", one[1].toString(), one[2].toString());
            assertEquals(
                    one[0].toString(),
                    (Boolean) one[3] ? "[backup-deleted]" : "[]",
                    classes(change).toString());
        }
        String hidden = ",\"before_sensitive\":{\"rule\":true},\"after_sensitive\":{\"rule\":true}";
        are(new Object[][] {
            {
                change("aws_dlm_lifecycle_policy", "update", schedules("daily", 7), schedules("hourly", 7)),
                "[backup-deleted]"
            },
            {change("aws_dlm_lifecycle_policy", "update", schedules("daily", 7), schedules("daily", 9)), "[]"},
            {
                change("aws_dlm_lifecycle_policy", "update", schedules("daily", 7), schedules("daily", 6)),
                "[backup-deleted]"
            },
            {change("aws_backup_plan", "update", rules("a 35"), rules("a 36"), hidden), "[backup-deleted]"},
            {change("aws_backup_plan", "update", rules("a 35"), rules("a 35"), hidden), "[]"},
        });
    }

    @Test
    public void judge_newNamesAndWays_areNamed() {
        are(new Object[][] {
            {change("aws_route53_record", "create", "null", value("name", "www.prod.example")), "[dns]"},
            {change("aws_route", "create", "null", value("destination_cidr_block", "10.0.0.0/8")), "[routes]"},
        });
    }
}
