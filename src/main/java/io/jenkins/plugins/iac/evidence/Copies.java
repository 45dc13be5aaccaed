package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * All copies of a log that an installation keeps, with the state of each known. A copy that cannot be written holds up
 * nobody: it is behind until it can be, and says so. Safe for several threads.
 */
public final class Copies {
    private final Path log;
    private final PublicKeys keys;

    public Copies(Path log, PublicKeys keys) {
        this.log = log;
        this.keys = keys;
    }

    /** Brings every copy up to date and returns how each stands; never throws for what is wrong with one. */
    public synchronized List<CopyStatus> update(Collection<Path> directories) {
        List<CopyStatus> states = new ArrayList<>();
        for (Path directory : directories) {
            states.add(new EvidenceCopy(log, directory, keys).update());
        }
        return states;
    }

    /** How each stands, changing nothing. */
    public List<CopyStatus> look(Collection<Path> directories) {
        return directories.stream()
                .map(directory -> new EvidenceCopy(log, directory, keys).status())
                .toList();
    }

    /** {@code [{"directory","state","records","of","updated","meaning"}]}. */
    public static ArrayNode json(List<CopyStatus> states) {
        ArrayNode array = Json.array();
        states.forEach(s -> array.addObject()
                .put("directory", s.copy().toString())
                .put("state", s.state().name().toLowerCase(java.util.Locale.ROOT))
                .put("records", s.records())
                .put("of", s.of())
                .put("updated", s.updated() == null ? null : s.updated().toString())
                .put("meaning", s.meaning()));
        return array;
    }

    /** The same with {@code "record"}: whether each has this record of the log; see {@link CopyStatus#record}. */
    public static ArrayNode json(List<CopyStatus> states, long record) {
        ArrayNode array = json(states);
        for (int i = 0; i < states.size(); i++) {
            ((ObjectNode) array.get(i)).put("record", states.get(i).record(record));
        }
        return array;
    }
}
