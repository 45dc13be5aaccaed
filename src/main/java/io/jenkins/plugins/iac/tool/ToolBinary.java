package io.jenkins.plugins.iac.tool;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.process.ProcessSpec;
import io.jenkins.plugins.iac.process.TextSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tool on this machine that was found to be what the catalog says. Only {@link #verify} should make one outside of
 * tests: it never looks at PATH.
 *
 * @param path absolute path
 * @param name {@code terraform} or {@code opentofu}
 * @param version exact version
 * @param sha256 checksum of the file
 */
public record ToolBinary(Path path, String name, String version, Sha256 sha256) {
    private static final String DOING = "checking the tool";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /**
     * The first line of {@code version}. The JSON form does not say which of the two programs it is: OpenTofu's also calls
     * its version {@code terraform_version}.
     */
    private static final Pattern FIRST_LINE = Pattern.compile("(Terraform|OpenTofu) v([0-9][0-9A-Za-z.+-]*)");

    /**
     * Checks path, checksum, name and version, in this order: nothing is executed before its checksum is right.
     *
     * @throws IacException REFUSED where the file is not the catalog's; TOOL_FAILED where it cannot be read or run
     */
    public static ToolBinary verify(PoolTool expected, ProcessRunner runner) {
        Path path = absolute(expected);
        Sha256 found = checksum(path);
        if (!found.equals(expected.sha256())) {
            throw mismatch(path, "tool.sha256", expected.sha256().toString(), found.toString());
        }
        String line = firstLine(path, runner);
        Matcher matcher = FIRST_LINE.matcher(line);
        if (!matcher.matches()) {
            throw mismatch(path, "tool.version", expected.name() + " " + expected.version(), "'" + line + "'");
        }
        String name = matcher.group(1).toLowerCase(Locale.ROOT);
        if (!name.equals(expected.name()) || !matcher.group(2).equals(expected.version())) {
            String is = name + " " + matcher.group(2);
            throw mismatch(path, "tool.version", expected.name() + " " + expected.version(), is);
        }
        return new ToolBinary(path, name, matcher.group(2), found);
    }

    private static Path absolute(PoolTool expected) {
        Path path = Path.of(expected.path());
        if (!path.isAbsolute() || !path.equals(path.normalize())) {
            throw IacException.refused(
                    DOING,
                    expected.name(),
                    "path " + expected.path(),
                    "an absolute path without '..', so that no search path decides what runs",
                    "give the tool of the pool its absolute path in the catalog");
        }
        return path;
    }

    private static Sha256 checksum(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new IOException("no such file");
            }
            return Sha256.ofFile(path);
        } catch (IOException e) {
            throw new IacException(
                    IacException.Kind.TOOL_FAILED,
                    new Problem(
                            DOING,
                            path.toString(),
                            "a file that cannot be read (" + e.getMessage() + ")",
                            "the tool that the catalog names",
                            "install it on the agents of this pool, or correct the path in the catalog"),
                    List.of(),
                    e);
        }
    }

    private static String firstLine(Path path, ProcessRunner runner) {
        TextSink out = new TextSink(4096);
        TextSink err = new TextSink(4096);
        ProcessResult result = runner.run(new ProcessSpec(
                DOING + " " + path,
                List.of(path.toString(), "version"),
                path.getRoot(),
                Map.of("CHECKPOINT_DISABLE", "1", "TF_CLI_CONFIG_FILE", "/dev/null", "HOME", "/nonexistent"),
                TIMEOUT,
                Duration.ofSeconds(2),
                1 << 16,
                out,
                err));
        if (!result.succeeded()) {
            throw IacException.toolFailed(
                    DOING,
                    path.toString(),
                    result.end() == ProcessResult.End.EXITED
                            ? "exit code " + result.exitCode()
                            : result.end().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    "a program that answers to 'version'",
                    "run it by hand on the agent: " + path + " version");
        }
        return out.text().lines().findFirst().orElse("").strip();
    }

    private static IacException mismatch(Path path, String rule, String expected, String found) {
        String next = "install the tool that the catalog names, or let its owner change the catalog";
        return new IacException(
                IacException.Kind.REFUSED,
                new Problem(DOING, path.toString(), found, expected, next),
                List.of(Condition.failed(rule, expected, found, next)),
                null);
    }
}
