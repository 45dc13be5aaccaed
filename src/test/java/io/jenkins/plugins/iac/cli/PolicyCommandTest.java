package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.w3c.dom.Document;

/** Tests of policies by their own command, without any tool. */
public class PolicyCommandTest {
    private static final String CATALOG =
            """
            runTasks:
              - {name: cost, stages: [after_plan], url: "https://checks.northstar.example/cost", network: private}
            policies:
              - {name: no-public, point: plan, level: hard-mandatory, cel: "!plan.changes.exists(c, c.type == 'aws_s3_bucket_acl' && c.attributes.exists(a, a.path == 'acl' && a.after == 'public-read'))", message: buckets are private}
              - {name: small, point: plan, level: soft-mandatory, cel: "plan.update <= 20"}
              - {name: main-only, point: admission, level: hard-mandatory, cel: "source.ref == 'main'"}
              - {name: cheap, point: plan, level: hard-mandatory, cel: "tasks['cost'].values.monthly < 100.0"}
              - {name: later, point: apply, level: hard-mandatory, cel: "now > timestamp('2026-01-01T00:00:00Z')"}
            """;
    private static final String GOOD =
            """
            tests:
              - name: a public bucket is refused
                policy: no-public
                facts:
                  plan.changes:
                    - {type: aws_s3_bucket_acl, attributes: [{path: acl, after: public-read}]}
                expect: fail
                reason: buckets are private
              - {name: what is hidden is unknown, policy: no-public, facts: {plan.changes: [{type: aws_s3_bucket_acl, attributes: [{path: acl}]}]}, expect: unknown}
              - {name: few are fine, policy: small, facts: {plan.update: 20}, expect: pass}
              - {name: main may, policy: main-only, facts: {source.ref: main}, expect: pass}
              - {name: nobody knows the branch, policy: main-only, facts: {}, expect: unknown}
              - {name: the price is right, policy: cheap, facts: {tasks: {cost: {passed: true, values: {monthly: 12.5}}}}, expect: pass}
              - {name: time, policy: later, facts: {now: 2026-05-01T00:00:00Z}, expect: pass}
            """;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Path directory;

    @Before
    public void files() throws Exception {
        directory = temporary.getRoot().toPath();
        Files.writeString(directory.resolve("iac.yaml"), CATALOG);
    }

    private Answer test(String tests, String... more) throws Exception {
        Path file = directory.resolve("tests.yaml");
        Files.writeString(file, tests);
        String[] all = new String[more.length + 7];
        System.arraycopy(
                new String[] {
                    "policy",
                    "test",
                    file.toString(),
                    "--catalog",
                    directory.resolve("iac.yaml").toString(),
                    "--format",
                    "json"
                },
                0,
                all,
                0,
                7);
        System.arraycopy(more, 0, all, 7, more.length);
        return Company.raw(InstantSource.system(), all);
    }

    @Test
    public void policyTest_allAsExpected_ends0() throws Exception {
        Answer answer = test(GOOD).ends(0);
        assertEquals(7, answer.json().path("tests").asInt());
        assertEquals(0, answer.json().path("failures").asInt());
        assertEquals("[]", answer.json().path("untested").toString());
        assertTrue(answer.json().path("policyBundle").asText().startsWith("sha256:"));
    }

    @Test
    public void policyTest_oneIsNot_ends3AndWritesJunit() throws Exception {
        Path junit = directory.resolve("junit.xml");
        Answer answer = test(
                        "tests:\n  - {name: \"<many>\", policy: small, facts: {plan.update: 21}, expect: pass}\n"
                                + "  - {name: fine, policy: small, facts: {plan.update: 1}, expect: pass}\n",
                        "--junit",
                        junit.toString())
                .ends(3);
        assertEquals("fail", answer.json().path("results").get(0).path("found").asText());
        assertEquals(4, answer.json().path("untested").size());
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readString(junit).getBytes(StandardCharsets.UTF_8)));
        assertEquals("2", xml.getDocumentElement().getAttribute("tests"));
        assertEquals("1", xml.getDocumentElement().getAttribute("failures"));
        assertEquals(1, xml.getElementsByTagName("failure").getLength());
    }

    @Test
    public void policyTest_wrongReason_fails() throws Exception {
        test("tests:\n  - {name: x, policy: small, facts: {plan.update: 21}, expect: fail, reason: something else}\n")
                .ends(3);
    }

    @Test
    public void policyTest_whatIsNotUnderstood_isAnErrorThatNamesIt() throws Exception {
        test("tests: []").fails(1, "no tests");
        test("tests:\n  - {name: x, policy: smal, facts: {}, expect: pass}\n").fails(1, "smal", "small");
        test("tests:\n  - {name: x, policy: small, facts: {plan.updat: 1}, expect: pass}\n")
                .fails(1, "plan.update");
        test("tests:\n  - {name: x, policy: small, facts: {plan.update: many}, expect: pass}\n")
                .fails(1, "int");
        test("tests:\n  - {name: x, policy: small, facts: {}, expect: maybe}\n").fails(1, "maybe");
        test("tests:\n  - {name: x, policy: small, fact: {}, expect: pass}\n").fails(1, "fact");
        test("tests:\n  - {name: x, policy: main-only, facts: {plan.update: 1}, expect: pass}\n")
                .fails(1, "plan.update");
        test("a: &a [*a]").fails(1);
    }

    @Test
    public void policyTest_factsOfARealPlan_areTheEnginesOwn() throws Exception {
        Files.writeString(
                directory.resolve("plan.json"),
                "{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"aws_s3_bucket_acl.a\",\"mode\":\"managed\","
                        + "\"type\":\"aws_s3_bucket_acl\",\"name\":\"a\",\"change\":{\"actions\":[\"create\"],\"before\":null,"
                        + "\"after\":{\"acl\":\"public-read\"},\"after_unknown\":{}}}]}");
        Answer answer = test("tests:\n  - {name: x, policy: no-public, plan: plan.json, expect: fail}\n")
                .ends(0);
        assertFalse(answer.json().path("results").get(0).path("reason").asText().isEmpty());
    }
}
