package io.jenkins.plugins.iac.runtask;

import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.process.ProcessSpec;
import io.jenkins.plugins.iac.process.TextSink;
import io.jenkins.plugins.iac.runtask.TaskAnswer.NoAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Asks a program: it runs in a directory of its own that only its user may read, finds the question in
 * {@code request.json} (the signed envelope in {@code request.dsse.json}) and leaves its answer in {@code answer.json}. Its
 * output decides nothing, nor does exit code 0 without an answer; another exit code is no answer. Nothing of our
 * environment is handed on but {@code PATH}, and no shell reads its arguments.
 */
final class TaskCommand {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long MOST_OUTPUT = 1024 * 1024;
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final ProcessRunner processes;

    TaskCommand(ProcessRunner processes) {
        this.processes = processes;
    }

    byte[] run(String task, List<String> command, Duration timeout, byte[] payload, byte[] envelope) throws NoAnswer {
        Path directory = null;
        try {
            directory = Files.createTempDirectory(
                    "iac-task-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.write(directory.resolve("request.json"), payload);
            Files.write(directory.resolve("request.dsse.json"), envelope);
            TextSink output = new TextSink(2_000);
            ProcessResult result = processes.run(new ProcessSpec(
                    "asking the external check " + task,
                    command,
                    directory,
                    Map.of("PATH", PATH, "HOME", directory.toString(), "TMPDIR", directory.toString()),
                    timeout,
                    GRACE,
                    MOST_OUTPUT,
                    output,
                    output));
            if (!result.succeeded()) {
                throw new NoAnswer(
                        result.end() == ProcessResult.End.EXITED
                                ? "the command ended with exit code " + result.exitCode()
                                : "the command did not end in time or wrote too much");
            }
            return answer(directory.resolve("answer.json"));
        } catch (IOException e) {
            throw new NoAnswer(
                    "the command's directory cannot be used: " + e.getClass().getSimpleName());
        } finally {
            delete(directory);
        }
    }

    private static byte[] answer(Path file) throws IOException, NoAnswer {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoAnswer("the command left no answer.json");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(TaskAnswer.MOST_BYTES + 1);
            if (bytes.length > TaskAnswer.MOST_BYTES) {
                throw new NoAnswer("the answer is larger than " + TaskAnswer.MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static void delete(Path directory) {
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A leftover in the temporary directory changes no decision.
        }
    }
}
