package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Tri;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Test;

public class PlanJsonReaderTest {
    private static String change(String address, String actions, String more) {
        return "{\"address\":\"" + address + "\",\"type\":\"t\",\"name\":\"n\",\"change\":{\"actions\":[" + actions
                + "]" + more + "}}";
    }

    @Test
    public void read_everyActionList_isThisKind() {
        String[][] cases = {
            {"\"no-op\"", "no-op"},
            {"\"create\"", "create"},
            {"\"read\"", "read"},
            {"\"update\"", "update"},
            {"\"delete\"", "delete"},
            {"\"delete\",\"create\"", "replace"},
            {"\"create\",\"delete\"", "replace"},
            {"\"forget\"", "forget"},
            {"\"create\",\"forget\"", "forget"},
            {"\"forget\",\"create\"", "forget"},
        };
        for (String[] one : cases) {
            PlanSummary summary = PlanTexts.read(PlanTexts.withChanges(change("a.b", one[0], "")));
            assertEquals(one[0], Map.of(one[1], 1L), summary.countsById());
            boolean destroys = one[1].equals("replace") || one[1].equals("delete");
            assertEquals(
                    one[0],
                    destroys ? List.of("a.b") : List.of(),
                    summary.destructive().items());
        }
    }

    @Test
    public void read_actionsThatAreNotKnown_areRefusedNotLeftOut() {
        for (String actions : new String[] {
            "",
            "\"explode\"",
            "\"create\",\"update\"",
            "\"delete\",\"forget\"",
            "\"delete\",\"create\",\"delete\"",
            "\"import\"",
            "\"replace\"",
            "\"move\"",
            "1",
            "null",
            "\"Create\"",
            "[\"create\"]",
            "\"create\",\"create\""
        }) {
            IacException e = assertThrows(
                    actions,
                    IacException.class,
                    () -> PlanTexts.read(PlanTexts.withChanges(change("aws_x.y", actions, ""))));
            assertTrue(e.getMessage(), e.getMessage().contains("aws_x.y"));
        }
        assertThrows(IacException.class, () -> PlanTexts.read(PlanTexts.withChanges("{\"address\":\"a\"}")));
        assertThrows(
                IacException.class, () -> PlanTexts.read(PlanTexts.withChanges("{\"address\":\"a\",\"change\":null}")));
        assertThrows(IacException.class, () -> PlanTexts.read(PlanTexts.withChanges("null")));
    }

    @Test
    public void read_movesAndImports_countBesideTheKind() {
        PlanSummary summary = PlanTexts.read(PlanTexts.withChanges(
                "{\"address\":\"a.new\",\"previous_address\":\"a.old\",\"change\":{\"actions\":[\"no-op\"]}}",
                "{\"address\":\"a.same\",\"previous_address\":\"a.same\",\"change\":{\"actions\":[\"no-op\"]}}",
                change("b.i", "\"update\"", ",\"importing\":{\"id\":\"i-123\"}"),
                change("b.j", "\"no-op\"", ",\"importing\":{\"identity\":{\"a\":\"b\"}}"),
                change("b.k", "\"no-op\"", ",\"importing\":null")));
        assertEquals(Map.of("no-op", 4L, "update", 1L, "import", 2L, "move", 1L), summary.countsById());
        assertEquals(
                List.of(
                        "a.new has moved from a.old",
                        "b.i will be imported and updated in place",
                        "b.j will be imported"),
                summary.changes().items().stream().map(ResourceChange::sentence).toList());
        assertEquals("i-123", summary.changes().items().get(1).importId());
    }

    @Test
    public void read_deposedObject_isNamedAndCounted() {
        PlanSummary summary = PlanTexts.read(PlanTexts.withChanges(
                "{\"address\":\"a.b\",\"deposed\":\"00000000\",\"change\":{\"actions\":[\"delete\"]}}",
                change("a.b", "\"delete\"", "")));
        assertEquals(List.of("a.b", "a.b"), summary.destructive().items());
        assertEquals(
                "a.b (deposed object 00000000) will be destroyed",
                summary.changes().items().get(0).sentence());
    }

    @Test
    public void read_createBeforeDestroyAndPaths_areTold() {
        ResourceChange change = PlanTexts.read(PlanTexts.withChanges(change(
                        "a.b",
                        "\"create\",\"delete\"",
                        ",\"replace_paths\":[[\"disk\",0,\"size\"],[\"tags\",\"a b\\\"c\"],[\"engine\"]]")))
                .changes()
                .items()
                .get(0);
        assertTrue(change.isCreateBeforeDestroy());
        assertEquals(List.of("disk[0].size", "tags[\"a b\\\"c\"]", "engine"), change.replacePaths());
        assertEquals(
                "a.b will be replaced (created before the old one is destroyed): disk[0].size, tags[\"a b\\\"c\"], engine force replacement",
                change.sentence());
    }

    @Test
    public void read_aNewerActionReason_isShownAsItIs() {
        String change =
                "{\"address\":\"a.b\",\"action_reason\":\"delete_because_of_moon\",\"change\":{\"actions\":[\"delete\"]}}";
        assertEquals(
                "a.b will be destroyed: delete because of moon",
                PlanTexts.read(PlanTexts.withChanges(change))
                        .changes()
                        .items()
                        .get(0)
                        .sentence());
    }

    @Test
    public void read_attributes_changedOnesWithBeforeAndAfter() {
        ResourceChange change = PlanTexts.read(
                        PlanTexts.withChanges(
                                change(
                                        "a.b",
                                        "\"update\"",
                                        ",\"before\":{\"same\":1,\"n\":1.0,\"gone\":\"x\",\"list\":[1,2],\"m\":{\"a\":{\"b\":true}},\"secret\":\"old-old\",\"null\":null},"
                                                + "\"after\":{\"same\":1,\"n\":2,\"list\":[1,3,4],\"m\":{\"a\":{\"b\":false}},\"secret\":\"new-new\",\"null\":null},"
                                                + "\"after_unknown\":{\"id\":true,\"m\":{\"c\":true}},\"before_sensitive\":{\"secret\":true},\"after_sensitive\":{\"secret\":true}")))
                .changes()
                .items()
                .get(0);
        assertEquals(
                Set.of(
                        new AttributeChange("n", "1.0", "2"),
                        new AttributeChange("gone", "\"x\"", ""),
                        new AttributeChange("list[1]", "2", "3"),
                        new AttributeChange("list[2]", "", "4"),
                        new AttributeChange("m.a.b", "true", "false"),
                        new AttributeChange("m.c", "", "(known after apply)"),
                        new AttributeChange("secret", "(sensitive)", "(sensitive)"),
                        new AttributeChange("id", "", "(known after apply)")),
                Set.copyOf(change.attributes().items()));
    }

    @Test
    public void read_configuration_providersModulesProvisionersVariables() {
        PlanSummary summary = PlanTexts.read(
                """
                {"configuration":{"root_module":{
                  "module_calls":{"net":{"source":"git::https://x","version_constraint":"~> 1.0","count_expression":{"source":"no"},
                    "module":{"resources":[{"address":"null_resource.x","provisioners":[{"type":"remote-exec"}]}],
                      "module_calls":{"sub":{"source":"./sub","module":{"variables":{"hidden":{"sensitive":true}}}}}}}},
                  "resources":[{"address":"null_resource.y","provisioners":[{"type":"local-exec"},{"type":"file"}]}],
                  "variables":{"plain":{},"pw":{"sensitive":true},"eph":{"ephemeral":true}}},
                  "provider_config":{"aws":{"full_name":"registry.terraform.io/hashicorp/aws"}}},
                 "resource_changes":[{"address":"a.b","provider_name":"registry.terraform.io/acme/x","change":{"actions":["no-op"]}}],
                 "checks":[{"address":{"kind":"resource","to_display":"a.b"},"status":"unknown"}],
                 "prior_state":{"checks":[{"address":{"kind":"check","to_display":"check.old"},"status":"fail"}]},
                 "output_changes":{"o":{"actions":["create"],"before_sensitive":false,"after_sensitive":false},"same":{"actions":["no-op"]}},
                 "deferred_changes":[{"reason":"provider_config_unknown","resource_change":{"address":"d.e","change":{"actions":["create"]}}}],
                 "applyable":true,"complete":false}
                """);
        PlanSummary.Configuration configuration = summary.configuration();
        assertEquals(
                Set.of("registry.terraform.io/hashicorp/aws", "registry.terraform.io/acme/x"),
                configuration.providers());
        assertEquals(
                Set.of(new ModuleCall("net", "git::https://x", "~> 1.0"), new ModuleCall("net.sub", "./sub", "")),
                Set.copyOf(configuration.modules().items()));
        assertEquals(
                Set.of(
                        new Provisioner("module.net.null_resource.x", "remote-exec"),
                        new Provisioner("null_resource.y", "local-exec"),
                        new Provisioner("null_resource.y", "file")),
                Set.copyOf(configuration.provisioners().items()));
        assertEquals(Set.of("pw", "eph"), configuration.sensitiveVariables());
        assertEquals(
                List.of(new Check("a.b", "resource", "unknown", List.of(), 0)),
                summary.checks().items());
        assertEquals(
                List.of(new OutputChange("o", ChangeKind.CREATE, false)),
                summary.outputs().items());
        assertEquals("d.e", summary.deferred().items().get(0).address());
        assertEquals(
                List.of(Tri.YES, Tri.NO, Tri.UNKNOWN),
                List.of(summary.applyable(), summary.complete(), summary.errored()));
        assertTrue(summary.hasChanges());
    }

    @Test
    public void read_moreNamesAndMessagesThanAreKept_saysHowManyAreLeftOut() {
        StringBuilder json = new StringBuilder("{\"configuration\":{\"root_module\":{\"variables\":{");
        for (int i = 0; i < 1_002; i++) {
            json.append(i == 0 ? "" : ",").append("\"v" + i + "\":{\"sensitive\":true}");
        }
        json.append("}},\"provider_config\":{");
        // Each twice: what counts is how many there are.
        for (int i = 0; i < 2_006; i++) {
            json.append(i == 0 ? "" : ",").append("\"p" + i + "\":{\"full_name\":\"acme/p" + i / 2 + "\"}");
        }
        json.append(
                "}},\"resource_changes\":[],\"checks\":[{\"address\":{\"kind\":\"check\",\"to_display\":\"check.c\"},");
        json.append("\"status\":\"fail\",\"instances\":[{\"problems\":[{\"message\":\"1\"},{\"message\":\"2\"}]},");
        json.append("{\"problems\":[{\"message\":\"3\"},{\"message\":\"4\"},{\"message\":\"5\"}]}]}]}");
        PlanSummary summary = PlanTexts.read(json.toString());
        PlanSummary.Configuration configuration = summary.configuration();
        assertEquals(1_000, configuration.providers().size());
        assertEquals(3, configuration.providersOmitted());
        assertEquals(1_000, configuration.sensitiveVariables().size());
        assertEquals(2, configuration.sensitiveVariablesOmitted());
        Check check = summary.checks().items().get(0);
        assertEquals(new Check("check.c", "check", "fail", List.of("1", "2", "3"), 2), check);
        assertEquals("1; 2; 3; ... and 2 more", check.said());
    }

    @Test
    public void read_whatIsNoPlan_isRefused() {
        String[][] bad = {
            {"", "expected the JSON of a plan"},
            {"[]", "expected the JSON of a plan"},
            {"hello", "expected the JSON of a plan"},
            {"{}", "none of a plan's members"},
            {"{\"format_version\":\"1.0\",\"values\":{\"root_module\":{}}}", "none of a plan's members"},
            {"{\"meta\":{},\"encrypted_data\":\"eA==\",\"encryption_version\":\"v0\"}", "encrypted by OpenTofu"},
            {"{\"resource_changes\":{}}", "resource_changes of another type"},
            {"{\"planned_values\":[]}", "planned_values of another type"},
            {"{\"variables\":1}", "variables of another type"},
            {"{\"resource_changes\":[]} x", "expected the end of the document"},
            {"{\"resource_changes\":[", "the end of the document"},
        };
        for (String[] one : bad) {
            IacException e = assertThrows(one[0], IacException.class, () -> PlanTexts.read(one[0]));
            assertTrue(one[0] + ": " + e.getMessage(), e.getMessage().contains(one[1]));
            assertEquals(IacException.Kind.BAD_INPUT, e.kind());
        }
        IacException e =
                assertThrows(IacException.class, () -> PlanJsonReader.summary(Path.of("no", "such", "plan.json")));
        assertTrue(e.getMessage(), e.getMessage().contains("no such file"));
    }

    @Test
    public void read_nullsWhereSectionsMayBe_isAPlan() {
        PlanSummary summary = PlanTexts.read(
                "{\"format_version\":\"1.9\",\"variables\":null,\"planned_values\":null,\"resource_changes\":null,\"configuration\":{\"root_module\":null},\"something_new\":{\"a\":[{\"b\":[[]]}]}}");
        assertEquals("1.9", summary.formatVersion());
        assertEquals(Map.of(), summary.counts());
        assertFalse(summary.hasChanges());
    }

    @Test
    public void read_pastALimit_saysWhichAndNothingIsSummedUp() {
        String[][] bad = {
            {PlanTexts.withChanges("[".repeat(10_000)), "nesting deeper than"},
            {"{\"planned_values\":{\"root_module\":" + "{\"child_modules\":[".repeat(300), "nesting deeper than"},
            {
                PlanTexts.withChanges(change("a", "\"create\"", ",\"after\":{\"n\":" + "1".repeat(2_000) + "}")),
                "a number of"
            },
            {
                PlanTexts.withChanges(change("a", "\"create\"", ",\"after\":{\"s\":\"" + "x".repeat(17 << 20) + "\"}")),
                "a single value of more than"
            },
            {
                PlanTexts.withChanges(change("a", "\"create\"", ",\"after\":{\"s\":[" + "1,".repeat(1 << 20) + "1]}")),
                "parts in one value"
            },
        };
        for (String[] one : bad) {
            IacException e = assertThrows(IacException.class, () -> PlanTexts.read(one[0]));
            assertTrue(e.getMessage(), e.getMessage().contains(one[1]));
        }
    }

    @Test
    public void read_aHundredThousandDestroyed_countsAllListsSomeSaysHowMany() {
        String first = "{\"resource_changes\":[" + change("a.first", "\"no-op\"", "");
        InputStream middle = new SequenceInputStream(Collections.enumeration(IntStream.range(0, 100_000)
                .mapToObj(i -> ("," + change("a.b[" + i + "]", "\"delete\"", "")).getBytes(StandardCharsets.UTF_8))
                .<InputStream>map(ByteArrayInputStream::new)
                .toList()));
        InputStream plan = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(first.getBytes(StandardCharsets.UTF_8)),
                middle,
                new ByteArrayInputStream("]}".getBytes(StandardCharsets.UTF_8)))));
        PlanSummary summary = new PlanJsonReader(PlanLimits.SUMMARY, RiskJudge.NONE).read(plan, "test");
        assertEquals(100_000, summary.destroyed());
        assertEquals(50_000, summary.destructive().items().size());
        assertEquals(50_000, summary.destructive().omitted());
        assertEquals(10_000, summary.changes().items().size());
        assertEquals(100_000, summary.changes().total());
        assertTrue(SummaryCommandJson.of(summary).toString().endsWith("\"destructiveOmitted\":50000}"));
    }

    @Test
    public void read_manyOthersFirst_doNotPushOutWhatDestroys() {
        StringBuilder changes = new StringBuilder();
        for (int i = 0; i < 10_001; i++) {
            changes.append(change("a.u[" + i + "]", "\"update\"", "")).append(',');
        }
        PlanSummary summary = PlanTexts.read(PlanTexts.withChanges(changes + change("z.gone", "\"delete\"", "")));
        assertEquals("z.gone", summary.changes().items().get(0).address());
        assertEquals(1, summary.changes().omitted());
    }

    @Test
    public void json_ofTheCommand_isThisDocument() {
        PlanSummary summary =
                PlanTexts.read("{\"resource_changes\":[" + change("b.z", "\"delete\",\"create\"", "") + ","
                        + change("a.z", "\"delete\"", "") + "," + change("c.d", "\"no-op\"", "")
                        + "],\"resource_drift\":[" + change("c.d", "\"update\"", "") + "]}");
        assertEquals(
                "{\"counts\":{\"delete\":1,\"replace\":1,\"no-op\":1},\"destructive\":[\"a.z\",\"b.z\"],\"drift\":1,\"risk\":[],\"planJson\":\""
                        + summary.planJson() + "\"}",
                SummaryCommandJson.of(summary).toString());
    }
}
