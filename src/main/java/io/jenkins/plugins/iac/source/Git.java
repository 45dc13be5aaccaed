package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One git, with one environment, whose calls end in an answer or in an {@link IacException}. */
final class Git {
    private static final long MAX_OUTPUT = 64L << 20;
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** What a call left behind: how it ended and both outputs. */
    record Answer(ProcessResult result, byte[] out, byte[] err) {
        boolean ok() {
            return result.succeeded();
        }

        String text() {
            return new String(out, StandardCharsets.UTF_8).strip();
        }

        String why() {
            return result.end() == ProcessResult.End.EXITED
                    ? "exit code " + result.exitCode() + ", " + Text.tail(err)
                    : result.end() + " after " + result.wallTime().toSeconds() + " s";
        }
    }

    private final Path program;
    private final ProcessRunner runner;
    private final Path directory;
    private final Map<String, String> environment;
    private final Duration timeout;
    private final String where;

    Git(
            Path program,
            ProcessRunner runner,
            Path directory,
            Map<String, String> environment,
            Duration timeout,
            String where) {
        this.program = program;
        this.runner = runner;
        this.directory = directory;
        this.environment = environment;
        this.timeout = timeout;
        this.where = where;
    }

    /**
     * Runs git and returns how it went, unless it was stopped from outside.
     *
     * @throws IacException if it was cancelled or ran into a limit
     */
    Answer run(String doing, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProcessResult result = runner.run(new ProcessSpec(
                doing,
                command,
                directory,
                environment,
                timeout,
                GRACE,
                MAX_OUTPUT,
                in -> in.transferTo(out),
                in -> in.transferTo(err)));
        Answer answer = new Answer(result, out.toByteArray(), err.toByteArray());
        if (result.end() != ProcessResult.End.EXITED) {
            throw failed(doing, answer, "git to finish within " + timeout.toSeconds() + " s and its output limit");
        }
        return answer;
    }

    /** Runs git, which must exit with 0. */
    Answer must(String doing, List<String> arguments) {
        Answer answer = run(doing, arguments);
        if (!answer.ok()) {
            throw failed(doing, answer, "git to succeed");
        }
        return answer;
    }

    IacException failed(String doing, Answer answer, String expected) {
        return IacException.toolFailed(
                doing,
                where,
                answer.why(),
                expected,
                "look at what git said; check the address, the credential and the commit");
    }
}
