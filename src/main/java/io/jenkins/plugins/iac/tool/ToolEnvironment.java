package io.jenkins.plugins.iac.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.EnvironmentNames;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one place that makes the environment of a tool: fixed variables of ours, the names that the pool lets in, the
 * variables of the run's identity, and nothing else. With it goes a directory of our own (mode 0700) for home, temporary
 * files, data directory, CLI configuration and files with variables; it must be outside of the checkout, and at the same
 * path wherever a plan is made and applied, as the paths of downloaded modules are part of a plan. Immutable; closing it
 * deletes the directory.
 */
public final class ToolEnvironment implements AutoCloseable {
    private static final String DOING = "preparing the environment of the tool";
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path root;
    private final Map<String, String> variables;
    private final List<String> letIn;

    private ToolEnvironment(Path root, Map<String, String> variables, List<String> letIn) {
        this.root = root;
        this.variables = Map.copyOf(variables);
        this.letIn = List.copyOf(letIn);
    }

    /**
     * Makes the directory and the environment.
     *
     * @param root where the directory shall be; its parent exists, it itself does not
     * @param pool says which names are let in and where providers come from
     * @param inherited the environment of the agent itself, never that of the job
     * @throws IacException BAD_INPUT where the pool names a variable that is never let in or a path that is none;
     *     TOOL_FAILED where the directory cannot be made, also when something is there already
     */
    public static ToolEnvironment create(Path root, Pool pool, Map<String, String> inherited) {
        return create(root, pool.providerMirror(), pool.environmentVariables(), inherited);
    }

    /** The same for a mirror (absolute path, or null) and names that do not come from a pool. */
    public static ToolEnvironment create(
            Path root, String providerMirror, List<String> allowedNames, Map<String, String> inherited) {
        Names.path("private directory", root);
        String mirror = providerMirror == null ? null : Names.path("provider mirror", Path.of(providerMirror));
        Map<String, String> variables = new TreeMap<>();
        for (String name : allowedNames) {
            EnvironmentNames.inheritedRefusal(name).ifPresent(why -> {
                throw refused(name, why);
            });
            String value = inherited.get(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        List<String> letIn = List.copyOf(variables.keySet());
        try {
            PrivateFiles.directory(root);
            for (String name : List.of("home", "tmp", "data")) {
                PrivateFiles.directory(root.resolve(name));
            }
            PrivateFiles.write(root.resolve("cli.tfrc"), CliConfig.text(mirror).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(root, e);
        }
        variables.putAll(fixed(root));
        return new ToolEnvironment(root, variables, letIn);
    }

    private static Map<String, String> fixed(Path root) {
        Map<String, String> fixed = new LinkedHashMap<>();
        fixed.put("HOME", root.resolve("home").toString());
        fixed.put("TMPDIR", root.resolve("tmp").toString());
        fixed.put("TF_DATA_DIR", root.resolve("data").toString());
        fixed.put("TF_CLI_CONFIG_FILE", root.resolve("cli.tfrc").toString());
        fixed.put("TF_IN_AUTOMATION", "1");
        fixed.put("TF_INPUT", "0");
        fixed.put("CHECKPOINT_DISABLE", "1");
        fixed.put("PATH", PATH);
        fixed.put("LANG", "C.UTF-8");
        // Modules are fetched by git, which must neither ask nor read a configuration that is not ours.
        fixed.put("GIT_TERMINAL_PROMPT", "0");
        fixed.put("GIT_CONFIG_NOSYSTEM", "1");
        return fixed;
    }

    /**
     * The same environment, in the same directory, with the variables of an identity.
     *
     * @throws IacException BAD_INPUT if one of them would steer the tool or replace a variable of ours
     */
    public ToolEnvironment withIdentity(Map<String, String> identity) {
        Map<String, String> all = new TreeMap<>(variables);
        identity.forEach((name, value) -> {
            EnvironmentNames.identityRefusal(name).ifPresent(why -> {
                throw refused(name, why);
            });
            all.put(name, value);
        });
        return new ToolEnvironment(root, all, letIn);
    }

    /** The whole environment of the child. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Names of the agent's variables that were let in, for the evidence. */
    public List<String> letIn() {
        return letIn;
    }

    /** The directory of ours. */
    public Path root() {
        return root;
    }

    /** {@code TF_DATA_DIR}: providers, modules, and the backend after {@code init}. */
    public Path dataDirectory() {
        return root.resolve("data");
    }

    /** Writes root module variables as JSON; strings in such a file are literal, {@code ${...}} too. */
    Path variableFile(Map<String, Object> values) {
        values.keySet().forEach(Names::variable);
        return file("variables.tfvars.json", json(values));
    }

    /** Writes the settings of a backend; a name that ends in {@code .json} makes the tool read it as JSON. */
    Path backendFile(Map<String, Object> settings) {
        settings.keySet().forEach(Names::variable);
        return file("backend.tfbackend.json", json(settings));
    }

    private static byte[] json(Map<String, Object> values) {
        JsonNode tree = Json.tree(values);
        return Json.write(tree).getBytes(StandardCharsets.UTF_8);
    }

    private Path file(String name, byte[] content) {
        try {
            return PrivateFiles.write(root.resolve(name), content);
        } catch (IOException e) {
            throw failed(root, e);
        }
    }

    /** Deletes the directory with all secrets in it. */
    @Override
    public void close() {
        try {
            PrivateFiles.delete(root);
        } catch (IOException e) {
            throw failed(root, e);
        }
    }

    private static IacException refused(String name, String why) {
        return IacException.badInput(
                DOING,
                "",
                "the variable '" + name.replaceAll("\\p{Cntrl}", "?") + "', which " + why,
                "a variable that a provider reads",
                "take it out of the pool's environmentVariables in the catalog");
    }

    private static IacException failed(Path root, IOException e) {
        boolean taken = Files.exists(root, LinkOption.NOFOLLOW_LINKS);
        return new IacException(
                IacException.Kind.TOOL_FAILED,
                new Problem(
                        DOING,
                        root.toString(),
                        (taken ? "a directory that is there already or cannot be used: " : "no directory: ")
                                + e.getMessage(),
                        "a fresh directory on a disk with space left",
                        "look at the disk and at leftovers of earlier runs on this agent"),
                List.of(),
                e);
    }
}
