package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whoever looks at a journal that was cut or changed is told, and sees what was in front of the damage. */
public class DamagedJournalTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private Path catalog;
    private Path segment;
    private final List<String> runs = new ArrayList<>();

    @Before
    public void refuseThree() throws Exception {
        home = folder.getRoot().toPath().resolve("home");
        catalog = folder.newFile("iac.yaml").toPath();
        Files.writeString(catalog, "environments:\n  - {name: prod}\n");
        for (int i = 0; i < 3; i++) {
            runs.add(call("json", Company.requestOfNoStack()).ends(2).run());
        }
        segment = home.resolve("journal/segment-00000001.jsonl");
    }

    private Answer call(String format, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", format, "--home", home.toString(), "--catalog", catalog.toString()));
        return Company.raw(InstantSource.system(), all.toArray(String[]::new));
    }

    private void cutLastRecord() throws IOException {
        List<String> lines = Files.readAllLines(segment);
        Files.writeString(segment, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
    }

    private void changeARecordOf(String run) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"run\":\"" + run) + 8;
        bytes[at] ^= 1;
        Files.write(segment, bytes);
    }

    private static List<String> listed(Answer answer) {
        return answer.json()
                .path("runs")
                .valueStream()
                .map(r -> r.path("run").asText())
                .toList();
    }

    private static void assertDamage(Answer answer, String... words) {
        JsonNode damage = answer.ends(3).json().path("damage");
        assertEquals(
                "[doing, where, found, expected, next]",
                damage.properties().stream()
                        .map(java.util.Map.Entry::getKey)
                        .toList()
                        .toString());
        for (String word : words) {
            assertTrue(word + " in " + damage, damage.toString().contains(word));
        }
    }

    @Test
    public void look_atAWholeJournal_saysNothingOfDamage() {
        for (String command : List.of("runs", "drift-status")) {
            Answer answer = call("json", command).ends(0);
            assertFalse(answer.out(), answer.json().has("damage"));
            assertFalse(call("text", command).ends(0).out().contains("damage"));
        }
        assertEquals(runs, listed(call("json", "runs")));
        assertFalse(call("json", "run", "show", runs.get(0)).ends(0).json().has("damage"));
    }

    @Test
    public void look_atAJournalThatWasCut_saysSoAndShowsTheRest() throws Exception {
        cutLastRecord();
        Answer answer = call("json", "runs");
        assertDamage(answer, "the last writer closed the journal", "restore the file from a copy");
        assertEquals(runs, listed(answer));
        assertDamage(call("json", "drift-status"), "the last writer closed the journal");
        assertDamage(call("json", "run", "show", runs.get(2)), "the last writer closed the journal");
        String told = call("text", "runs").ends(3).out();
        assertTrue(told, told.contains(runs.get(0)) && told.contains("damaged reading the journal"));
    }

    @Test
    public void look_atAJournalThatWasCutWithoutACatalog_saysSo() throws Exception {
        cutLastRecord();
        Files.writeString(catalog, "environments: nothing");
        call("json", "drift-status").fails(3, "the last writer closed the journal");
        assertDamage(call("json", "runs"), "the last writer closed the journal");
    }

    @Test
    public void look_atARecordThatWasChanged_saysWhereAndShowsWhatWasInFrontOfIt() throws Exception {
        changeARecordOf(runs.get(1));
        Answer answer = call("json", "runs");
        assertDamage(answer, "a line whose sum does not fit", "segment-00000001.jsonl, record ");
        assertEquals(runs.subList(0, 1), listed(answer));
        Answer shown = call("json", "run", "show", runs.get(0));
        assertDamage(shown, "a line whose sum does not fit");
        assertEquals("rejected", shown.json().path("end").asText());
        call("json", "run", "show", runs.get(2)).fails(3, "a line whose sum does not fit");
    }

    @Test
    public void look_atAJournalWithoutAFile_saysSo() throws Exception {
        Files.delete(segment);
        assertDamage(call("json", "runs"), "the last writer closed the journal");
        call("json", Company.requestOfNoStack()).fails(3, "the last writer closed the journal");
    }

    /** Nobody closed it, so nobody vouches for its end: that is a crash, and what was written is repaired. */
    @Test
    public void look_afterACrash_isNoDamage() throws Exception {
        Path fence = home.resolve("journal/fence");
        Files.writeString(
                fence,
                Files.readString(fence)
                        .replace("\"closed\":true", "\"closed\":false")
                        .replaceAll("\"sequence\":[0-9]+", "\"sequence\":0"));
        String all = Files.readString(segment);
        Files.writeString(segment, all.substring(0, all.length() - 40));
        assertFalse(call("json", "runs").ends(0).json().has("damage"));
    }

    @Test
    public void runs_afterATornTailWasRepaired_sayWhatAndWhen() throws IOException {
        assertTrue(call("json", "runs").ends(0).json().path("repairs").isMissingNode());
        Files.writeString(segment, "{\"v\":1,\"seq\":", StandardOpenOption.APPEND);
        runs.add(call("json", Company.requestOfNoStack()).ends(2).run());
        Answer looked = call("json", "runs").ends(0);
        assertEquals(runs, listed(looked));
        JsonNode repairs = looked.json().path("repairs");
        assertEquals(looked.out(), 1, repairs.size());
        String what = repairs.path(0).path("what").asText();
        assertTrue(what, what.contains("segment-00000001.jsonl"));
        assertTrue(call("text", "runs")
                .ends(0)
                .out()
                .contains("repaired " + repairs.path(0).path("at").asText() + ": " + what));
    }
}
