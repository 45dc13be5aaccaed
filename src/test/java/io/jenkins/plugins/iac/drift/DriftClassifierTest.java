package io.jenkins.plugins.iac.drift;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.DriftRules;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.StackPattern;
import io.jenkins.plugins.iac.plan.AttributeChange;
import io.jenkins.plugins.iac.plan.Bounded;
import io.jenkins.plugins.iac.plan.ResourceChange;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

public class DriftClassifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final StackId STACK = new StackId("prod/eu/web");
    private static final StackPattern PROD = new StackPattern("prod/**");

    private static ResourceChange change(String type, ChangeKind kind, long omitted, AttributeChange... attributes) {
        return new ResourceChange(
                type + ".x",
                "",
                "",
                "managed",
                type,
                "x",
                "registry.terraform.io/hashicorp/aws",
                kind,
                List.of(kind.id()),
                "",
                "",
                List.of(),
                false,
                "",
                new Bounded<>(Arrays.asList(attributes), attributes.length + omitted));
    }

    private static AttributeChange at(String path, String before, String after) {
        return new AttributeChange(path, before, after);
    }

    private static DriftReport judge(DriftRules rules, ResourceChange... changes) {
        return new DriftClassifier(rules, AccessTypes::contains).judge(STACK, Bounded.all(List.of(changes)), NOW);
    }

    private static DriftClass classOf(ResourceChange change) {
        return judge(DriftRules.NONE, change).findings().get(0).cls();
    }

    private static DriftClass update(AttributeChange... attributes) {
        return classOf(change("aws_instance", ChangeKind.UPDATE, 0, attributes));
    }

    @Test
    public void classOf_changes_aTable() {
        Object[][] table = {
            {"empty for none", update(at("tags", "null", "{}")), DriftClass.PROVIDER_NOISE},
            {"nothing for none", update(at("name", "", "\"\"")), DriftClass.PROVIDER_NOISE},
            {
                "another order",
                update(at("az[0]", "\"a\"", "\"b\""), at("az[1]", "\"b\"", "\"a\"")),
                DriftClass.PROVIDER_NOISE
            },
            {
                "json in other words",
                update(at("doc", "\"{\\\"a\\\":1,\\\"b\\\":2}\"", "\"{ \\\"b\\\":2, \\\"a\\\":1}\"")),
                DriftClass.PROVIDER_NOISE
            },
            {"the cloud's own counter", update(at("generation", "1", "2")), DriftClass.PROVIDER_NOISE},
            {
                "the counter of an object in a cluster",
                update(at("metadata[0].resource_version", "\"1\"", "\"2\"")),
                DriftClass.PROVIDER_NOISE
            },
            {
                "a name like a counter's, of somebody else",
                update(at("tags.generation", "\"1\"", "\"2\"")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {"a hash of the content", update(at("etag", "\"1\"", "\"2\"")), DriftClass.UNAUTHORISED_MUTATION},
            {
                "another hash of the content",
                update(at("fingerprint", "\"1\"", "\"2\"")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {
                "noise and more",
                update(at("generation", "1", "2"), at("size", "1", "2")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {
                "two elements exchange one part",
                update(at("rule[0].port", "80", "443"), at("rule[1].port", "443", "80")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {
                "values move between two inner lists",
                update(at("rule[0].cidrs[0]", "1", "2"), at("rule[1].cidrs[0]", "2", "1")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {
                "values move between two lists of a list",
                update(at("rule[0][0]", "1", "2"), at("rule[1][0]", "2", "1")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {
                "keys that look like indexes",
                update(at("tags[\"a[0]\"]", "1", "2"), at("tags[\"a[1]\"]", "2", "1")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {
                "another order within a list of an object",
                update(at("a.az[0]", "1", "2"), at("a.az[1]", "2", "1")),
                DriftClass.PROVIDER_NOISE
            },
            {
                "not only another order",
                update(at("az[0]", "\"a\"", "\"b\""), at("az[1]", "\"b\"", "\"c\"")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {
                "order within different lists",
                update(at("a[0]", "1", "2"), at("b[0]", "2", "1")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {"filled in", update(at("monitoring", "null", "true")), DriftClass.CLOUD_DEFAULT_CHANGE},
            {
                "filled in and changed",
                update(at("monitoring", "null", "true"), at("size", "1", "2")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {"emptied", update(at("monitoring", "true", "null")), DriftClass.UNAUTHORISED_MUTATION},
            {"hidden", update(at("password", "(sensitive)", "(sensitive)")), DriftClass.UNAUTHORISED_MUTATION},
            {
                "cut short, with the same beginning",
                update(at("doc", "\"abc\u2026", "\"abc\u2026")),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {"unknown: no attribute", update(), DriftClass.UNAUTHORISED_MUTATION},
            {
                "unknown: some left out",
                classOf(change("aws_instance", ChangeKind.UPDATE, 1, at("generation", "1", "2"))),
                DriftClass.UNAUTHORISED_MUTATION
            },
            {"gone", classOf(change("aws_instance", ChangeKind.DELETE, 0)), DriftClass.DELETED},
            {
                "gone, of access",
                classOf(change("aws_security_group", ChangeKind.DELETE, 0)),
                DriftClass.SECURITY_SENSITIVE
            },
            {
                "access changed",
                classOf(change("aws_iam_role", ChangeKind.UPDATE, 0, at("path", "\"a\"", "\"b\""))),
                DriftClass.SECURITY_SENSITIVE
            },
            {
                "access filled in",
                classOf(change(
                        "aws_security_group_rule", ChangeKind.UPDATE, 0, at("cidr[0]", "null", "\"0.0.0.0/0\""))),
                DriftClass.SECURITY_SENSITIVE
            },
            {
                "access in another order",
                classOf(change("aws_network_acl", ChangeKind.UPDATE, 0, at("r[0]", "1", "2"), at("r[1]", "2", "1"))),
                DriftClass.SECURITY_SENSITIVE
            },
            {
                "a route in another order",
                classOf(change("aws_route_table", ChangeKind.UPDATE, 0, at("r[0]", "1", "2"), at("r[1]", "2", "1"))),
                DriftClass.SECURITY_SENSITIVE
            },
            {
                "access in other words",
                classOf(change("aws_iam_role", ChangeKind.UPDATE, 0, at("tags", "null", "{}"))),
                DriftClass.PROVIDER_NOISE
            },
        };
        for (Object[] row : table) {
            assertEquals((String) row[0], row[2], row[1]);
        }
    }

    private static DriftRules emergency(String from, String until, String stacks) {
        return new DriftRules(
                List.of(),
                List.of(),
                List.of(new DriftRules.Emergency(
                        "inc-4711",
                        new StackPattern(stacks),
                        Instant.parse(from),
                        Instant.parse(until),
                        "sre",
                        "outage")));
    }

    @Test
    public void emergency_declaredAndNotOver_isExpectedButStillShowsThatItIsAccess() {
        ResourceChange opened = change("aws_security_group", ChangeKind.UPDATE, 0, at("ingress[0]", "1", "2"));
        DriftFinding during = judge(emergency("2026-11-21T10:00:00Z", "2026-11-21T13:00:00Z", "prod/**"), opened)
                .findings()
                .get(0);
        assertEquals(DriftClass.EXPECTED_EMERGENCY_CHANGE, during.cls());
        assertTrue(during.security());
        assertTrue("it must go into the code before the end", during.matters());
        for (DriftRules other : List.of(
                emergency("2026-11-21T10:00:00Z", "2026-11-21T12:00:00Z", "prod/**"),
                emergency("2026-11-21T12:00:01Z", "2026-11-21T13:00:00Z", "prod/**"),
                emergency("2026-11-21T10:00:00Z", "2026-11-21T13:00:00Z", "dev/**"))) {
            assertEquals(
                    DriftClass.SECURITY_SENSITIVE,
                    judge(other, opened).findings().get(0).cls());
        }
    }

    private static DriftRules suppress(String expires, List<String> addresses, List<String> attributes) {
        return new DriftRules(
                List.of(),
                List.of(new DriftRules.Suppression(
                        "known", PROD, addresses, attributes, "platform", Instant.parse(expires), "autoscaling")),
                List.of());
    }

    @Test
    public void suppression_cases_aTable() {
        ResourceChange size = change("aws_instance", ChangeKind.UPDATE, 0, at("size", "1", "2"));
        ResourceChange both = change("aws_instance", ChangeKind.UPDATE, 0, at("size", "1", "2"), at("ami", "1", "2"));
        ResourceChange some = change("aws_instance", ChangeKind.UPDATE, 3, at("size", "1", "2"));
        ResourceChange gone = change("aws_instance", ChangeKind.DELETE, 0);
        ResourceChange access = change("aws_iam_role", ChangeKind.UPDATE, 0, at("path", "1", "2"));
        String later = "2026-12-01T00:00:00Z";
        Object[][] table = {
            {"covers", suppress(later, List.of("aws_instance.*"), List.of("size")), size, "known"},
            {"all attributes", suppress(later, List.of("aws_*"), List.of()), both, "known"},
            {"another attribute too", suppress(later, List.of("aws_instance.*"), List.of("size")), both, null},
            {"attributes left out", suppress(later, List.of("aws_instance.*"), List.of("size")), some, null},
            {"another address", suppress(later, List.of("aws_db.*"), List.of()), size, null},
            {"gone, by pattern", suppress(later, List.of("aws_*"), List.of()), gone, null},
            {"gone, by name", suppress(later, List.of("aws_instance.x"), List.of()), gone, "known"},
            {
                "gone, by name but for an attribute",
                suppress(later, List.of("aws_instance.x"), List.of("size")),
                gone,
                null
            },
            {"access, by pattern", suppress(later, List.of("*"), List.of()), access, null},
            {"access, by name", suppress(later, List.of("aws_iam_role.x"), List.of("path")), access, "known"},
            {"expired this instant", suppress(NOW.toString(), List.of("aws_instance.*"), List.of()), size, null},
        };
        for (Object[] row : table) {
            DriftReport report = judge((DriftRules) row[1], (ResourceChange) row[2]);
            assertEquals((String) row[0], row[3], report.findings().get(0).suppressedBy());
            assertEquals(
                    (String) row[0],
                    row[3] == null ? DriftReport.State.DRIFTED : DriftReport.State.SUPPRESSED,
                    report.state());
        }
        assertEquals(
                List.of("known"),
                judge(suppress(NOW.toString(), List.of("aws_instance.*"), List.of()), size)
                        .expired());
    }

    @Test
    public void state_ofReports_countsWhatWasNotLookedAt() {
        assertEquals(DriftReport.State.CLEAN, judge(DriftRules.NONE).state());
        assertEquals(
                DriftReport.State.CLEAN,
                judge(DriftRules.NONE, change("aws_instance", ChangeKind.UPDATE, 0, at("generation", "1", "2")))
                        .state());
        DriftReport cut = new DriftClassifier(DriftRules.NONE, AccessTypes::contains)
                .judge(STACK, new Bounded<>(List.of(), 7), NOW);
        assertEquals(DriftReport.State.DRIFTED, cut.state());
        assertEquals(7, cut.json().path("omitted").asInt());
    }

    @Test
    public void judge_movedObject_isNoDrift() {
        assertTrue(judge(DriftRules.NONE, change("aws_instance", ChangeKind.MOVE, 0))
                .findings()
                .isEmpty());
    }

    @Test
    public void judge_several_gravestFirst() {
        DriftReport report = judge(
                DriftRules.NONE,
                change("aws_a", ChangeKind.UPDATE, 0, at("generation", "1", "2")),
                change("aws_b", ChangeKind.DELETE, 0),
                change("aws_iam_role", ChangeKind.UPDATE, 0, at("path", "1", "2")));
        assertEquals(
                List.of(DriftClass.SECURITY_SENSITIVE, DriftClass.DELETED, DriftClass.PROVIDER_NOISE),
                report.findings().stream().map(DriftFinding::cls).toList());
        assertFalse("values are not for reports", report.json().toString().contains("\"2\""));
    }
}
