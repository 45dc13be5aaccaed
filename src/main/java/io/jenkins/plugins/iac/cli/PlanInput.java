package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.plan.PlanFiles;
import io.jenkins.plugins.iac.plan.SavedPlan;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.process.OutputSink;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessSpec;
import io.jenkins.plugins.iac.process.TextSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan that a person names: its JSON, or a saved plan, whose JSON the tool on the PATH is asked for. The JSON of a saved
 * plan stands in a private temporary file until this is closed.
 *
 * @param json the plan's JSON
 */
record PlanInput(Path json, boolean temporary) implements AutoCloseable {
    private static final String DOING = "reading the plan";

    static PlanInput of(Path file) {
        if (!PlanFiles.isSavedPlan(file)) {
            return new PlanInput(file, false);
        }
        SavedPlan.read(file);
        Path tool = Optional.<Path>empty()
                .or(() -> LocalSource.program("terraform"))
                .or(() -> LocalSource.program("tofu"))
                .orElseThrow(() -> IacException.toolFailed(
                        DOING,
                        file.toString(),
                        "a saved plan, and neither terraform nor tofu on the PATH",
                        "the tool that made it",
                        "install it, or give the JSON of 'show -json'"));
        try {
            Path json = Files.createTempFile("iac-plan-", ".json");
            return show(tool, file.toAbsolutePath(), json);
        } catch (IOException e) {
            throw IacException.toolFailed(
                    DOING, file.toString(), e.toString(), "space for its JSON", "free some space");
        }
    }

    private static PlanInput show(Path tool, Path file, Path json) {
        OutputSink sink = out -> Files.copy(out, json, StandardCopyOption.REPLACE_EXISTING);
        TextSink errors = new TextSink(1 << 16);
        PlanInput input = new PlanInput(json, true);
        ProcessResult result = new LocalProcessRunner()
                .run(new ProcessSpec(
                        DOING,
                        List.of(tool.toString(), "show", "-json", "-no-color", file.toString()),
                        file.getParent(),
                        Map.of("HOME", "/nonexistent", "CHECKPOINT_DISABLE", "1", "TF_CLI_CONFIG_FILE", "/dev/null"),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(5),
                        8L << 30,
                        sink,
                        errors));
        if (!result.succeeded()) {
            input.close();
            throw IacException.toolFailed(
                    DOING,
                    file.toString(),
                    errors.text()
                            .lines()
                            .filter(l -> l.contains("Error"))
                            .findFirst()
                            .orElse("an error of the tool"),
                    "a plan that " + tool.getFileName() + " can show",
                    "call it in the directory where the plan was made, or give the JSON of 'show -json'");
        }
        return input;
    }

    @Override
    public void close() {
        try {
            if (temporary) {
                Files.deleteIfExists(json);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("removing " + json + ", which may hold secrets", e);
        }
    }
}
