package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.process.ProcessBirth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * One phase of a run as a process of its own, so that it goes on while a controller restarts: {@code WorkerMain JOB RESULT}.
 *
 * <p>{@code JOB} is a file with a {@link JobRequest}; it is removed as soon as it is read. {@code RESULT} appears in one
 * step when the phase has ended: {@code {"ok": {...}}} with what the worker found, or {@code {"error": {"kind", "problem",
 * "conditions"}}}. Progress goes to standard output, secrets masked. The exit code is 0 or that of the error's kind. Beside
 * the result stands {@code RESULT.pid} with this process as a {@link ProcessBirth}.
 *
 * <p>SIGTERM to this process, once, stops it in good order: the tool is told to stop, finishes the operations under way and
 * writes its state, and the result says so. Children need no signal of their own; a second one makes Terraform drop
 * everything.
 */
public final class WorkerMain {
    private final InstantSource clock;
    private final Consumer<String> log;

    WorkerMain(InstantSource clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
    }

    /** See the description of the class. */
    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: WorkerMain JOB RESULT");
            System.exit(IacException.Kind.BAD_INPUT.exitCode());
        }
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        // A shutdown ends only after its hooks: this one waits until the tool has stopped and the result is written.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, done), "stop"));
        WorkerMain main = new WorkerMain(InstantSource.system(), System.out::println);
        int code = IacException.Kind.OUTCOME_UNKNOWN.exitCode();
        try {
            code = main.run(Path.of(arguments[0]), Path.of(arguments[1]));
            System.out.flush();
        } finally {
            done.countDown();
            System.exit(code);
        }
    }

    private static void stop(Thread worker, CountDownLatch done) {
        if (done.getCount() > 0) {
            worker.interrupt();
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what the job asks and returns the exit code; the result is on disk then. */
    int run(Path job, Path result) {
        ObjectNode answer = Json.object();
        int code = 0;
        try {
            writeOnce(Path.of(result + ".pid"), ProcessBirth.ofSelf() + "\n");
            answer.set("ok", work(read(job)));
        } catch (IacException e) {
            code = e.kind().exitCode();
            WorkerError.put(answer, e);
        } catch (IOException | RuntimeException | Error e) {
            // An answer is owed whatever happens; without one nobody knows what was done.
            IacException failed = IacException.toolFailed(
                    "working on this agent",
                    job.toString(),
                    e + (e.getCause() == null ? "" : ", because of " + e.getCause()),
                    "a phase that ends with an answer",
                    "look at the disk of this machine, and report this if it is in order");
            code = failed.kind().exitCode();
            WorkerError.put(answer, failed);
        }
        try {
            writeOnce(result, Json.write(answer));
        } catch (IOException e) {
            log.accept("could not write " + result + ": " + e.getMessage());
            return IacException.Kind.OUTCOME_UNKNOWN.exitCode();
        }
        return code;
    }

    private ObjectNode work(JobRequest request) {
        WorkerTools tools = new WorkerTools(new LocalProcessRunner(), clock, System.getenv(), log);
        return new Worker(tools).run(request);
    }

    private static JobRequest read(Path job) throws IOException {
        byte[] bytes = Files.readAllBytes(job);
        Files.delete(job);
        return JobRequest.ofJson(Json.mapper().readTree(bytes));
    }

    /** Whoever looks sees nothing or all of it. */
    private static void writeOnce(Path file, String text) throws IOException {
        Path half = Path.of(file + ".part");
        Files.deleteIfExists(half);
        Files.createFile(half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(half, text, StandardOpenOption.WRITE);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
