package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Production is applied from signed commits: by real signatures of the real git, through to the apply. */
public class SignedApplyTest {
    private static final String STACK = "prod/web";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Company company;

    @Before
    public void company() throws Exception {
        Company.tool();
        Assume.assumeTrue(
                "skipped: no ssh-keygen on PATH",
                LocalSource.program("ssh-keygen").isPresent());
        company = new Company(temporary.newFolder("c").toPath());
        company.stack(STACK, "", "resource \"terraform_data\" \"a\" {\n  input = 1\n}\n")
                .writeCatalog();
        company.catalog("protectedRefs: [main]\n", "protectedRefs: [main]\n    allowedSigners: signers\n");
        company.catalog(
                "stacks:\n",
                "rules:\n  - {name: signed-apply, when: \"environment.protected && operation == 'apply'\","
                        + " require: \"source.commitSigned\", message: \"production is applied from signed commits\"}\n"
                        + "stacks:\n");
        Path alice = key("alice");
        key("mallory");
        Files.writeString(
                company.directory().resolve("signers"),
                "alice@northstar.example " + Files.readString(Path.of(alice + ".pub")));
        company.git("config", "gpg.format", "ssh");
    }

    private Path key(String name) {
        Path key = company.directory().resolve(name);
        Company.output(
                new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key + ""), 0);
        return key;
    }

    private void commitSignedBy(String name) {
        company.git(
                "config", "user.signingkey", company.directory().resolve(name).toString());
        company.commit("-S");
    }

    private void isNeverApplied() {
        Answer plan = company.plan(STACK).ends(0);
        assertEquals("plan_only", plan.state());
        assertEquals(
                "not for apply: production is applied from signed commits (rule:signed-apply); mend that and plan again",
                plan.json().path("next").asText());
        company.approve(plan, "bob", "payments").fails(2);
        company.call("apply", plan.run()).fails(2);
        assertFalse(Files.exists(company.state(STACK)));
    }

    @Test
    public void unsignedCommit_isPlannedAndNeverApplied() {
        company.commit();
        isNeverApplied();
    }

    @Test
    public void commitSignedByAnotherKey_isPlannedAndNeverApplied() {
        commitSignedBy("mallory");
        isNeverApplied();
    }

    @Test
    public void commitOfAnAllowedSigner_isApplied() {
        commitSignedBy("alice");
        Answer plan = company.plan(STACK, "branch", "main", company.head(), "--trust-local-votes")
                .ends(0);
        assertEquals("awaiting_approval", plan.state());
        company.approve(plan, "bob", "payments").ends(0);
        company.approve(plan, "sam", "sre-oncall").ends(0);
        assertEquals("verified", company.call("apply", plan.run()).ends(0).state());
        assertTrue(Files.exists(company.state(STACK)));
    }
}
