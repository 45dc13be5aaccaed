package io.jenkins.plugins.iac.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Looks for the id of the backend's own lock while the tool holds it. The tool tells an id only where locking or unlocking
 * fails; of the {@code local} backend it stands in a file beside the state ({@code .NAME.lock.info}) for as long as the lock is
 * held, as Terraform and OpenTofu write it (statemgr.Filesystem). Of other backends nothing is seen.
 */
final class BackendLockWatch implements AutoCloseable {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MOST = 1 << 16;

    private final Path file;
    private final Thread thread;
    /** What stood there before the tool began: left by one that was killed, or another one's. */
    private final String before;

    private volatile String id;
    private volatile boolean over;
    private boolean told;

    private BackendLockWatch(Path file) {
        this.file = file;
        this.before = file == null ? null : read(file);
        this.thread = file == null ? null : new Thread(this::watch, "backend lock of " + file);
    }

    static BackendLockWatch start(Backend backend, String workspace, Path directory) {
        BackendLockWatch watch = new BackendLockWatch(file(backend, workspace, directory));
        if (watch.thread != null) {
            watch.thread.setDaemon(true);
            watch.thread.start();
        }
        return watch;
    }

    /** Where the local backend keeps the facts of a lock, or null. */
    static Path file(Backend backend, String workspace, Path directory) {
        if (backend == null || !backend.type().equals("local")) {
            return null;
        }
        try {
            Path state = workspace.equals("default")
                    ? Path.of(text(backend, "path", "terraform.tfstate"))
                    : Path.of(text(backend, "workspace_dir", "terraform.tfstate.d"), workspace, "terraform.tfstate");
            Path absolute = directory.resolve(state);
            return absolute.resolveSibling("." + absolute.getFileName() + ".lock.info");
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String text(Backend backend, String name, String otherwise) {
        return backend.config().get(name) instanceof String text && !text.isEmpty() ? text : otherwise;
    }

    /** What the listener hears; when the first change begins, by which time the tool has the lock, the id is told once. */
    ProgressListener telling(ProgressListener listener, Consumer<String> locked) {
        return event -> {
            boolean changes =
                    event instanceof ProgressEvent.Resource resource && resource.phase() == ProgressEvent.Phase.STARTED;
            String found = changes && file != null && !told ? read(file) : null;
            if (found != null) {
                told = true;
                locked.accept(found);
            }
            listener.on(event);
        };
    }

    private void watch() {
        while (!over) {
            String found = read(file);
            if (found != null && !found.equals(before)) {
                id = found;
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** The id in the file; null where there is none, or where it is just being written. */
    private static String read(Path file) {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) < MOST) {
                JsonNode found = Json.parse(Files.readString(file)).path("ID");
                if (found.isTextual() && Names.isLockId(found.asText())) {
                    return found.asText();
                }
            }
        } catch (IOException e) {
            // Being written, or gone by now: the next look tells.
        }
        return null;
    }

    Optional<String> id() {
        return Optional.ofNullable(id);
    }

    @Override
    public void close() {
        over = true;
    }
}
