package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code demo}: the whole life of a run on the sample company, with the real tool. */
@Command(
        name = "demo",
        header = "Shows the whole life of a run on a sample company, with the real terraform or tofu.",
        description = {
            "",
            "Makes a git repository, a catalog and a home in a directory of its own and touches nothing else. Each act says what",
            "should happen; if something else does, the demo fails.",
            "",
            "Example: iac-runners demo --keep /tmp/northstar"
        })
final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "an empty or new directory (default: a new temporary one)")
    private Path keep;

    @Override
    public Integer call() {
        Path directory = directory();
        try {
            return new Demo(root, directory).play();
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "playing the demo", directory.toString(), e.toString(), "a disk with space left", "try again");
        }
    }

    private Path directory() {
        try {
            if (keep == null) {
                return Files.createTempDirectory("iac-runners-demo-");
            }
            Path directory = Files.createDirectories(keep).toRealPath();
            try (var files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw IacException.badInput(
                            "playing the demo",
                            "--keep " + keep,
                            "a directory that is not empty",
                            "an empty or new one",
                            "name another directory");
                }
            }
            return directory;
        } catch (IOException e) {
            throw IacException.badInput(
                    "playing the demo",
                    "--keep " + keep,
                    e.toString(),
                    "a directory that can be made",
                    "name another one");
        }
    }
}
