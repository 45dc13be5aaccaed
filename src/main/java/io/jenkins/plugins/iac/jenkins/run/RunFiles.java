package io.jenkins.plugins.iac.jenkins.run;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.worker.JobRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** What a run needs on the controller between its phases, too large or too private for the state of a step. */
public final class RunFiles {
    private RunFiles() {}

    /** Keeps the request of the phase that is about to start; its signed contract goes on to the next. */
    public static void keep(RunServices services, String run, JobRequest job) throws IOException {
        Path file = file(services, run);
        Files.createDirectories(file.getParent());
        Path half = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(half);
        Files.createFile(half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(half, Json.write(job.json()));
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The request of the phase that was started last. */
    public static JobRequest kept(RunServices services, String run) throws IOException {
        return JobRequest.ofJson(Json.parse(Files.readString(file(services, run))));
    }

    /** No phase will follow. */
    public static void forget(RunServices services, String run) throws IOException {
        Files.deleteIfExists(file(services, run));
    }

    private static Path file(RunServices services, String run) {
        return services.artifacts(run).resolveSibling("job.json");
    }
}
