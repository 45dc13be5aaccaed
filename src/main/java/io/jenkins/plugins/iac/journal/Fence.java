package io.jenkins.plugins.iac.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * A small file that names the one writer whose token is valid, for the day on which the operating system's lock does not
 * hold (a network file system that forgot it, a machine that was copied or slept). Its number grows with every open; a
 * writer whose number is no longer there is refused. After a clean close it also says where the journal ended.
 */
final class Fence {
    private static final String NAME = "fence";
    private final Path file;
    private final long token;
    private final State before;
    private Seen seen;

    /** What the file said. {@code sequence} and {@code sum} are of the journal's end at the last clean close. */
    record State(long token, boolean closed, long sequence, String sum) {
        static final State NONE = new State(0, false, 0, JournalLine.NO_SUM);
    }

    private record Seen(Object fileKey, FileTime modified, long size) {}

    private Fence(Path file, long token, State before) {
        this.file = file;
        this.token = token;
        this.before = before;
    }

    /** What is there; a missing or unreadable file says nothing, and then the records' tokens count. */
    static State state(Path directory) throws IOException {
        try {
            JsonNode document = Json.mapper().readTree(Files.readAllBytes(directory.resolve(NAME)));
            return new State(
                    document.path("token").asLong(),
                    document.path("closed").asBoolean(),
                    document.path("sequence").asLong(),
                    document.path("sum").asText());
        } catch (NoSuchFileException | JsonProcessingException e) {
            return State.NONE;
        }
    }

    /** From here on, only the holder of this token may append. The end that {@code before} knew stays known. */
    static Fence raise(Path directory, long token, State before) throws IOException {
        Fence fence = new Fence(directory.resolve(NAME), token, before);
        fence.write(false, before.sequence(), before.sum());
        return fence;
    }

    long token() {
        return token;
    }

    /** What the file said before this token was raised. */
    State before() {
        return before;
    }

    /** Says that nobody writes any more and where the journal ends. */
    void close(long sequence, String sum) throws IOException {
        write(true, sequence, sum);
    }

    private void write(boolean closed, long sequence, String sum) throws IOException {
        ObjectNode document = Json.object();
        document.put("token", token)
                .put("closed", closed)
                .put("sequence", sequence)
                .put("sum", sum);
        DurableFiles.replace(file, (Json.write(document) + "\n").getBytes(StandardCharsets.UTF_8));
        seen = look();
    }

    /** Null while the token is still the valid one, else what was found instead. Costs one look at the file's attributes. */
    String superseded() {
        try {
            if (Objects.equals(look(), seen)) {
                return null;
            }
            State now = state(DurableFiles.directoryOf(file));
            if (now.token() == token && !now.closed()) {
                seen = look();
                return null;
            }
            return now.token() == 0 ? "no fence file" : "fencing token " + now.token();
        } catch (IOException e) {
            return "a fence file that cannot be read: " + e.getMessage();
        }
    }

    private Seen look() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Seen(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
    }
}
