package io.jenkins.plugins.iac.tool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.IacException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ToolEnvironmentTest {
    private static final Set<String> OURS = Set.of(
            "HOME",
            "TMPDIR",
            "TF_DATA_DIR",
            "TF_CLI_CONFIG_FILE",
            "TF_IN_AUTOMATION",
            "TF_INPUT",
            "CHECKPOINT_DISABLE",
            "PATH",
            "LANG",
            "GIT_TERMINAL_PROMPT",
            "GIT_CONFIG_NOSYSTEM");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static Map<String, String> poisoned(Path evil) {
        Map<String, String> poison = new LinkedHashMap<>();
        poison.put("TF_CLI_ARGS", "-destroy");
        poison.put("TF_CLI_ARGS_plan", "-destroy");
        poison.put("TF_CLI_CONFIG_FILE", evil.resolve("rc").toString());
        poison.put("TERRAFORM_CONFIG", evil.resolve("rc").toString());
        poison.put("TF_DATA_DIR", evil.resolve("data").toString());
        poison.put("TF_REATTACH_PROVIDERS", "{}");
        poison.put("TF_PLUGIN_CACHE_DIR", evil.resolve("cache").toString());
        poison.put("TF_WORKSPACE", "evil");
        poison.put("TF_VAR_region", "evil");
        poison.put("TF_TOKEN_app_terraform_io", "hunter2");
        poison.put("TF_ENCRYPTION", "x");
        poison.put("TF_LOG", "TRACE");
        poison.put("TF_LOG_PATH", evil.resolve("log").toString());
        poison.put("TF_STATE_PERSIST_INTERVAL", "1");
        poison.put("TF_HTTP_ADDRESS", "http://127.0.0.1:9/");
        poison.put("LD_PRELOAD", evil.resolve("x.so").toString());
        poison.put("GIT_SSH_COMMAND", "touch " + evil.resolve("ssh"));
        poison.put("GIT_CONFIG_GLOBAL", evil.resolve("git").toString());
        poison.put("HTTPS_PROXY", "http://127.0.0.1:9");
        poison.put("HOME", evil.toString());
        poison.put("PATH", evil.toString());
        poison.put("BASH_ENV", evil.resolve("bash").toString());
        return poison;
    }

    @Test
    public void create_poisonedAgent_letsNothingIn() throws Exception {
        Path root = folder.getRoot().toPath().toRealPath().resolve("private");
        try (ToolEnvironment environment = ToolEnvironment.create(root, null, List.of("NOT_SET"), poisoned(root))) {
            assertEquals(
                    new TreeSet<>(OURS), new TreeSet<>(environment.variables().keySet()));
            assertEquals(List.of(), environment.letIn());
            assertFalse(environment.variables().toString().contains("hunter2"));
        }
    }

    @Test
    public void create_poolNamesWhatIsNeverLetIn_isBadInput() throws Exception {
        Path root = folder.getRoot().toPath().toRealPath();
        Set<String> never = new TreeSet<>(poisoned(root).keySet());
        never.remove("HTTPS_PROXY");
        never.addAll(
                Set.of("", "A B", "A=B", "A\nB", "tf_var_x", "AWS_SECRET_ACCESS_KEY", "VAULT_TOKEN", "SSLKEYLOGFILE"));
        for (String name : never) {
            IacException e = assertThrows(
                    name,
                    IacException.class,
                    () -> ToolEnvironment.create(root.resolve("x"), null, List.of(name), Map.of()));
            assertEquals(IacException.Kind.BAD_INPUT, e.kind());
            assertFalse("nothing was made", Files.exists(root.resolve("x")));
        }
    }

    @Test
    public void create_poolNamesAProxy_letsItInAndSaysSo() throws Exception {
        Path root = folder.getRoot().toPath().toRealPath();
        try (ToolEnvironment environment = ToolEnvironment.create(
                root.resolve("x"), null, List.of("HTTPS_PROXY"), Map.of("HTTPS_PROXY", "http://p", "OTHER", "y"))) {
            assertEquals("http://p", environment.variables().get("HTTPS_PROXY"));
            assertEquals(List.of("HTTPS_PROXY"), environment.letIn());
            assertFalse(environment.variables().containsKey("OTHER"));
        }
    }

    @Test
    public void withIdentity_steeringName_isBadInput() throws Exception {
        Path root = folder.getRoot().toPath().toRealPath();
        try (ToolEnvironment environment = ToolEnvironment.create(root.resolve("x"), null, List.of(), Map.of())) {
            assertEquals(
                    "arn:x",
                    environment
                            .withIdentity(Map.of("AWS_ROLE_ARN", "arn:x"))
                            .variables()
                            .get("AWS_ROLE_ARN"));
            for (String name : List.of("TF_CLI_ARGS", "PATH", "HOME", "LD_PRELOAD", "TF_DATA_DIR", "GIT_SSH")) {
                assertThrows(name, IacException.class, () -> environment.withIdentity(Map.of(name, "x")));
            }
        }
    }

    @Test
    public void create_files_belongToTheUserAlone() throws Exception {
        Path root = folder.getRoot().toPath().toRealPath().resolve("x");
        ToolEnvironment environment = ToolEnvironment.create(root, null, List.of(), Map.of());
        Path variables = environment.variableFile(Map.of("a", 1));
        for (Path file : List.of(variables, root.resolve("cli.tfrc"))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        for (Path directory : List.of(root, root.resolve("home"), root.resolve("tmp"), root.resolve("data"))) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        }
        environment.close();
        assertFalse(Files.exists(root));
    }

    @Test
    public void create_somethingIsThere_isRefused() throws Exception {
        Path root = folder.getRoot().toPath().toRealPath();
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(root.resolve("x"), elsewhere);
        assertThrows(IacException.class, () -> ToolEnvironment.create(link, null, List.of(), Map.of()));
        assertThrows(IacException.class, () -> ToolEnvironment.create(elsewhere, null, List.of(), Map.of()));
        assertThrows(IacException.class, () -> ToolEnvironment.create(root.resolve("a=b"), null, List.of(), Map.of()));
        assertThrows(
                IacException.class,
                () -> ToolEnvironment.create(root.resolve("m"), "/mirror\"\n}", List.of(), Map.of()));
    }

    @Test
    public void close_linkInTheDirectory_leavesWhatItPointsTo() throws Exception {
        Path root = folder.getRoot().toPath().toRealPath();
        Path precious =
                Files.writeString(Files.createDirectory(root.resolve("p")).resolve("f"), "x");
        ToolEnvironment environment = ToolEnvironment.create(root.resolve("x"), null, List.of(), Map.of());
        Files.createSymbolicLink(root.resolve("x/tmp/link"), precious.getParent());
        environment.close();
        assertTrue(Files.exists(precious));
    }

    @Test
    public void realTool_poisonedAgent_seesOnlyOurs() throws Exception {
        RealTool tool = new RealTool(folder.getRoot().toPath());
        Path evil = Files.createDirectory(tool.root.resolve("evil"));
        Path seen = tool.root.resolve("seen");
        tool.write(
                "main.tf",
                "terraform {\n  backend \"local\" {}\n}\nvariable \"region\" {\n  default = \"good\"\n}\n"
                        + "resource \"terraform_data\" \"a\" {\n  input = var.region\n"
                        + "  provisioner \"local-exec\" {\n    command = \"env > " + seen + "\"\n  }\n}\n");
        Terraform terraform =
                tool.terraform(tool.environment(List.of("OWN"), with(poisoned(evil))), ToolLimits.DEFAULT);
        terraform.init(new Backend(
                "local", Map.of("path", tool.root.resolve("s.tfstate").toString())));
        assertEquals("default", tool.workspace());
        ToolOutcome plan = terraform.plan(PlanOptions.to(tool.plan("one"), Map.of()));
        assertEquals(
                "TF_CLI_ARGS_plan=-destroy had no effect",
                1,
                plan.summary().orElseThrow().add());
        terraform.apply(tool.plan("one"), "default");
        Set<String> names = new TreeSet<>();
        Files.readAllLines(seen).forEach(line -> names.add(line.replaceAll("=.*", "")));
        names.removeAll(OURS);
        // The shell of local-exec adds its own few.
        names.removeAll(Set.of("PWD", "OLDPWD", "SHLVL", "_", "IAC_PROCESS_TREE", "IAC_PROCESS_HOST", "OWN"));
        assertEquals(Set.of(), names);
        assertTrue(Files.readString(seen).contains("OWN=let in"));
        assertTrue(Files.readString(tool.root.resolve("s.tfstate")).contains("good"));
        try (var left = Files.list(evil)) {
            assertEquals(0, left.count());
        }
    }

    private static Map<String, String> with(Map<String, String> poison) {
        poison.put("OWN", "let in");
        return poison;
    }
}
