package io.jenkins.plugins.iac.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class JournalTest {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-04T05:06:07.089123Z"));

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path directory() {
        return folder.getRoot().toPath().resolve("journal");
    }

    @Test
    public void append_firstRecord_hasTheFrozenForm() throws IOException {
        try (Journal journal = Journal.open(directory(), CLOCK)) {
            journal.append(
                    "run-1", "requested", Json.object().put("stack", "prod/db").put("n", 1));
        }
        assertEquals(
                List.of(
                        "{\"v\":1,\"seq\":1,\"time\":\"2026-03-04T05:06:07.089Z\",\"run\":\"\","
                                + "\"type\":\"journal.segment\",\"token\":1,"
                                + "\"data\":{\"previous\":null,\"length\":0,\"previousSum\":\"" + "0".repeat(64)
                                + "\"},\"sum\":\"c6155a7fb9b0f6728c74ea8f4dffe93270863fd2a1385a8a37287f76a11e49a9\"}",
                        "{\"v\":1,\"seq\":2,\"time\":\"2026-03-04T05:06:07.089Z\",\"run\":\"run-1\","
                                + "\"type\":\"requested\",\"token\":1,\"data\":{\"stack\":\"prod/db\",\"n\":1},"
                                + "\"sum\":\"871dca8ef98e1c75a69ea704488eb6cd6f506a8aaa7c95b97efd2540d10a77cd\"}"),
                Files.readAllLines(directory().resolve("segment-00000001.jsonl")));
    }

    @Test
    public void open_afterCleanClose_hasAllRecordsAndNothingToRepair() {
        try (Journal journal = Journal.open(directory(), CLOCK)) {
            journal.append("run-1", "requested", Json.object());
            journal.append("run-2", "requested", Json.object());
            journal.append("run-1", "admitted", Json.object().put("pool", "p"));
        }
        try (Journal journal = Journal.open(directory(), CLOCK)) {
            assertEquals(List.of(), journal.repairs());
            assertEquals(2, journal.token());
            assertEquals(Set.of("run-1", "run-2"), journal.runs());
            assertEquals(
                    List.of("requested", "admitted"),
                    journal.read("run-1").stream().map(JournalRecord::type).toList());
            assertEquals("p", journal.read("run-1").get(1).data().path("pool").asText());
            assertEquals(3, journal.records().count());
        }
    }

    @Test
    public void open_whileAnotherWriterHoldsIt_isRefusedAndNamesIt() {
        try (Journal journal = Journal.open(directory(), CLOCK)) {
            IacException e = assertThrows(IacException.class, () -> Journal.open(directory(), CLOCK));
            assertEquals(Kind.REFUSED, e.kind());
            assertTrue(e.getMessage(), e.getMessage().contains("another writer: this process"));
            journal.append("run-1", "requested", Json.object());
        }
    }

    /** The records, of which none may be damaged or missing. */
    public static JournalView whole(Path directory) {
        JournalView view = Journal.look(directory);
        view.damage().ifPresent(damage -> {
            throw damage;
        });
        return view;
    }

    @Test
    public void look_absentDirectory_isEmpty() {
        assertEquals(0, whole(directory()).records().count());
    }

    @Test
    public void look_whileAWriterWrites_seesWhatIsSynced() {
        try (Journal journal = Journal.open(directory(), CLOCK)) {
            journal.append("run-1", "requested", Json.object());
            assertEquals(1, whole(directory()).read("run-1").size());
        }
    }

    @Test
    public void append_ownTypeOrStrangeRun_isNotAccepted() {
        try (Journal journal = Journal.open(directory(), CLOCK)) {
            assertThrows(IllegalArgumentException.class, () -> journal.append("r", "journal.segment", Json.object()));
            assertThrows(IllegalArgumentException.class, () -> journal.append("a\"b", "requested", Json.object()));
            assertThrows(IllegalArgumentException.class, () -> journal.append("r", "Requested", Json.object()));
        }
    }
}
