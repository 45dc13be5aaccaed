package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class HygieneTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Path root;

    @Before
    public void makeTree() throws IOException {
        root = temporary.getRoot().toPath();
        write("live/main.tf", "");
        write("live/.terraform.lock.hcl", "");
        write("live/values.tfvars", "region = \"x\"");
        write("live/terraform.tfvars", "size = 3\n# region = 1\n");
        write("modules/a/main.tf", "");
        write("modules/a/terraform.tfvars", "region = \"read by nobody\"");
        write("elsewhere/.terraform/x", "");
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<Condition> check() {
        return Hygiene.check(root, "live", List.of("modules/a"), Set.of("region"));
    }

    private void refused(String rule, String what) {
        List<String> failed = check().stream()
                .filter(c -> !c.passed())
                .flatMap(c -> c.because().stream())
                .map(c -> c.rule() + ": " + c.found())
                .toList();
        assertEquals(List.of(rule + ": " + what), failed);
    }

    @Test
    public void check_cleanTree_passesEveryRule() {
        List<Condition> conditions = check();
        assertEquals(Hygiene.Rule.values().length, conditions.size());
        assertTrue(conditions.toString(), conditions.stream().allMatch(Condition::passed));
    }

    @Test
    public void check_committedFileThatTheToolWouldObey_isRefusedByName() throws IOException {
        Map<String, String> table = new TreeMap<>(Map.of(
                "live/.terraform/providers/x", "scan.plugin-directory: live/.terraform is committed",
                "modules/a/.terraform/x", "scan.plugin-directory: modules/a/.terraform is committed",
                "live/terraform.d/plugins/x", "scan.plugin-directory: live/terraform.d is committed",
                "live/.terraformrc", "scan.cli-configuration: live/.terraformrc is committed",
                "live/terraform.rc", "scan.cli-configuration: live/terraform.rc is committed",
                "live/x/.tofurc", "scan.cli-configuration: live/x/.tofurc is committed",
                "live/terraform.tfstate", "scan.state: live/terraform.tfstate is committed",
                "live/terraform.tfstate.d/prod/x", "scan.state: live/terraform.tfstate.d is committed",
                "live/a.auto.tfvars", "scan.variables: live/a.auto.tfvars sets region",
                "live/a.auto.tfvars.json", "scan.variables: live/a.auto.tfvars.json sets region"));
        for (Map.Entry<String, String> row : table.entrySet()) {
            write(row.getKey(), row.getKey().endsWith("json") ? "{\"region\": 1}" : "region = \"x\"\n");
            int colon = row.getValue().indexOf(": ");
            refused(row.getValue().substring(0, colon), row.getValue().substring(colon + 2));
            Path top = root.resolve(row.getValue().substring(colon + 2).split(" ")[0]);
            remove(top);
        }
    }

    private static void remove(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    public void check_variablesThatCannotBeRead_areRefused() throws IOException {
        write("live/x.auto.tfvars", "region");
        refused(
                "scan.variables",
                "live/x.auto.tfvars cannot be read: line 1, expected a label or '{', found the end of the file");
    }

    @Test
    public void check_variableHiddenByAnEscapeInJson_isFound() throws IOException {
        write("live/x.auto.tfvars.json", "{\"reg\\u0069on\": 1}");
        refused("scan.variables", "live/x.auto.tfvars.json sets region");
    }

    @Test
    public void check_linksOutOfTheTree_areRefusedAndOthersPass() throws IOException {
        Files.createSymbolicLink(root.resolve("live/in.tf"), Path.of("../modules/a/main.tf"));
        Files.createSymbolicLink(root.resolve("live/nothing.tf"), Path.of("gone.tf"));
        assertTrue(check().stream().allMatch(Condition::passed));
        for (String target : List.of("/etc", "../../..", "/nowhere", "../../../../../../../../nowhere")) {
            Files.createSymbolicLink(root.resolve("live/out"), Path.of(target));
            refused("scan.link", "live/out leads out of the checkout");
            Files.delete(root.resolve("live/out"));
        }
    }

    @Test
    public void check_providersDirectoryAsALink_isRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("live/.terraform"), Path.of("../elsewhere/.terraform"));
        refused("scan.plugin-directory", "live/.terraform is committed");
    }

    @Test
    public void check_directoryThatIsALinkOutOfTheTree_isRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("modules/b"), Path.of("/etc"));
        List<Condition> conditions = Hygiene.check(root, "live", List.of("modules/b"), Set.of());
        assertTrue(conditions.stream().anyMatch(c -> !c.passed() && c.rule().equals("scan.link")));
    }

    @Test
    public void check_pipe_isRefused() throws Exception {
        Assume.assumeTrue("skipped: no mkfifo on this machine", Files.isExecutable(Path.of("/usr/bin/mkfifo")));
        Path pipe = root.resolve("live/pipe");
        assertEquals(
                0,
                new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor());
        refused("scan.special-file", "live/pipe is a device, socket or pipe");
    }
}
