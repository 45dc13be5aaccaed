package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.PoolTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.Assume;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A module that the catalog allows is downloaded by {@code init}, after our look at the checkout. What it brings along is
 * looked at before the tool starts any of it. The providers here are programs that leave a mark when they are started.
 */
public class DownloadedCodeAttackTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static final String LISTED = "listed";
    private static Company company;
    private static Path mark;

    @BeforeClass
    public static void company() throws Exception {
        PoolTool tool = Company.tool();
        Assume.assumeTrue(
                "skipped: the mirror of these tests is one for Linux",
                System.getProperty("os.name").equals("Linux"));
        Path base = TEMPORARY.newFolder("c").toPath().toRealPath();
        mark = base.resolve("started");
        String registry = tool.name().equals("opentofu") ? "registry.opentofu.org" : "registry.terraform.io";
        Path mirror = base.resolve("mirror");
        provider(mirror, registry, "evil");
        provider(mirror, registry, LISTED);
        Company modules = new Company(Files.createDirectory(base.resolve("modules")));
        modules.file("plain/main.tf", "output \"o\" {\n  value = 1\n}\n")
                .file("provider/main.tf", "resource \"evil_thing\" \"a\" {}\n" + required("evil"))
                .file("listed/main.tf", required(LISTED) + "resource \"listed_thing\" \"a\" {}\n")
                .file("nested/main.tf", "module \"b\" {\n  source = \"./inner\"\n}\n")
                .file("nested/inner/main.tf", "module \"c\" {\n  source = \"" + base.resolve("stranger") + "\"\n}\n")
                .file("plain/tests/a.tftest.hcl", "run \"a\" {\n  module {\n    source = \"./not/called\"\n  }\n}\n")
                .file("unreadable/main.tf", "locals {\n  a = 1\n}\n");
        Files.createSymbolicLink(modules.repository().resolve("unreadable/b.tf"), Path.of("/etc/hostname"));
        modules.commit();
        Files.createDirectories(base.resolve("stranger"));
        Files.writeString(base.resolve("stranger/main.tf"), "locals {\n  a = 1\n}\n");
        String allowed = "git::file://" + modules.repository();
        company = new Company(Files.createDirectory(base.resolve("company")));
        for (String name : new String[] {"plain", "provider", "listed", "nested", "unreadable"}) {
            company.stack(
                    "dev/" + name,
                    "providers: [example/listed]",
                    "module \"a\" {\n  source = \"" + allowed + "//" + name + "\"\n}\n");
        }
        // The committed lock file knows another program under this name, or none at all.
        String code = required(LISTED) + "resource \"listed_thing\" \"a\" {}\n";
        company.stack("dev/exchanged", "providers: [example/listed]", code)
                .file("dev/exchanged/.terraform.lock.hcl", lock(registry, LISTED))
                .stack("dev/unlocked", "providers: [example/listed]", code)
                .file("dev/unlocked/.terraform.lock.hcl", lock(registry, "other"));
        company.writeCatalog();
        company.catalog("modules: [\"./\"]", "modules: [\"./\", \"" + allowed + "\"]");
        company.catalog("tools: [{", "providerMirror: " + mirror + "\n    tools: [{");
        company.commit();
    }

    private static String lock(String registry, String name) {
        return "provider \"" + registry + "/example/" + name + "\" {\n  version = \"1.0.0\"\n  hashes = [\"h1:"
                + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"]\n}\n";
    }

    private static String required(String name) {
        return "terraform {\n  required_providers {\n    " + name + " = { source = \"example/" + name
                + "\" }\n  }\n}\n";
    }

    private static void provider(Path mirror, String registry, String name) throws IOException {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String arch = machine.equals("aarch64") ? "arm64" : "amd64";
        Path directory = mirror.resolve(registry + "/example/" + name + "/1.0.0/linux_" + arch);
        Files.createDirectories(directory);
        Path program = directory.resolve("terraform-provider-" + name + "_v1.0.0");
        Files.writeString(program, "#!/bin/sh\necho " + name + " >> " + mark + "\nexit 1\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    public void plan_moduleBringsAProviderThatNobodyListed_isRefusedBeforeItStarts() throws Exception {
        Answer plan = company.plan("dev/provider");
        assertFalse("a provider that is not listed was started", started("evil"));
        assertEquals(plan.toString(), 2, plan.exit());
        assertTrue(plan.toString(), plan.out().contains("scan.provider"));
        assertTrue(plan.toString(), plan.out().contains("example/evil"));
    }

    @Test
    public void plan_moduleCallsAModuleThatNobodyListed_isRefused() {
        Answer plan = company.plan("dev/nested");
        assertEquals(plan.toString(), 2, plan.exit());
        assertTrue(plan.toString(), plan.out().contains("scan.module"));
    }

    @Test
    public void plan_moduleWithAFileThatIsALinkOutOfIt_isRefused() {
        Answer plan = company.plan("dev/unreadable");
        assertTrue(plan.toString(), plan.exit() == 2 || plan.exit() == 4);
        assertFalse(plan.toString(), plan.out().contains("\"digest\":\"sha256"));
    }

    @Test
    public void plan_providerThatTheLockFileDoesNotKnow_isNotStartedAndTheFileStays() throws Exception {
        String before = Files.exists(mark) ? Files.readString(mark) : "";
        for (String stack : new String[] {"dev/exchanged", "dev/unlocked"}) {
            Answer plan = company.plan(stack);
            assertEquals(plan.toString(), 4, plan.exit());
            String error = plan.json().path("error").path("found").asText();
            assertTrue(
                    error,
                    error.contains("checksum") || error.contains("dependency changes") || error.contains("install"));
            assertFalse(plan.toString(), plan.out().contains("\"digest\":\"sha256"));
        }
        assertEquals("no provider was started", before, Files.exists(mark) ? Files.readString(mark) : "");
    }

    @Test
    public void plan_moduleOfTheListWithAProviderOfTheList_isStarted() throws Exception {
        assertEquals(0, company.plan("dev/plain").exit());
        Answer plan = company.plan("dev/listed");
        // The listed one is started: that it is no real provider is the tool's error, not ours.
        assertTrue(plan.toString(), started(LISTED));
        assertEquals(plan.toString(), 4, plan.exit());
    }

    private static boolean started(String provider) throws IOException {
        return Files.exists(mark) && Files.readString(mark).contains(provider);
    }
}
