package io.jenkins.plugins.iac.tool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ProgressReaderTest {
    private final List<ProgressEvent> events = new ArrayList<>();
    private final ProgressReader reader = new ProgressReader(events::add, text -> text.replace("hunter2", "***"));

    private void read(String text) throws IOException {
        reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    public void read_applyProgress_hasAddressActionAndTime() throws Exception {
        read("{\"@message\":\"x: Still creating...\",\"hook\":{\"resource\":{\"addr\":\"terraform_data.a\"},"
                + "\"action\":\"create\",\"elapsed_seconds\":10},\"type\":\"apply_progress\"}\n");
        assertEquals(
                List.of(new ProgressEvent.Resource(
                        ProgressEvent.Phase.PROGRESS,
                        "terraform_data.a",
                        "create",
                        Optional.of(Duration.ofSeconds(10)),
                        "x: Still creating...")),
                events);
    }

    @Test
    public void read_linesThatAreNoEvents_areText() throws Exception {
        read("plain\n{broken\n[1]\n{}\n{\"type\":7}\n{\"type\":\"new_in_2030\",\"@message\":\"hi\"}\r\n\n\"last\"");
        List<String> texts = events.stream().map(ProgressEvent::message).toList();
        assertEquals(List.of("plain", "{broken", "[1]", "", "", "hi", "\"last\""), texts);
        assertTrue(events.stream().allMatch(e -> e instanceof ProgressEvent.Text));
    }

    @Test
    public void read_secrets_areMaskedEverywhere() throws Exception {
        read(
                "hunter2\n{\"type\":\"log\",\"@message\":\"hunter2\"}\n"
                        + "{\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"hunter2\","
                        + "\"detail\":\"hunter2\",\"address\":\"a[\\\"hunter2\\\"]\"}}\n"
                        + "{\"type\":\"apply_start\",\"@message\":\"hunter2\",\"hook\":{\"resource\":{\"addr\":\"hunter2\"}}}\n");
        assertFalse(events.toString(), events.toString().contains("hunter2"));
        assertFalse(reader.diagnostics().toString().contains("hunter2"));
    }

    @Test
    public void read_outputsEvent_dropsValues() throws Exception {
        read("{\"type\":\"outputs\",\"@message\":\"Outputs: 1\",\"outputs\":{\"a\":{\"value\":\"v4lue\"}}}\n");
        assertFalse(events.toString().contains("v4lue"));
    }

    @Test
    public void read_deepJson_isTextAndGoesOn() throws Exception {
        read("{\"a\":" + "[".repeat(100_000) + "\nnext\n");
        assertEquals(2, events.size());
        assertEquals("next", events.get(1).message());
    }

    @Test
    public void read_endlessLine_isCutAndMemoryIsBounded() throws Exception {
        long size = 200L << 20;
        reader.read(new InputStream() {
            private long left = size;

            @Override
            public int read() {
                return left-- > 0 ? 'a' : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                if (left <= 0) {
                    return -1;
                }
                int n = (int) Math.min(left, length);
                java.util.Arrays.fill(buffer, offset, offset + n, (byte) 'a');
                left -= n;
                return n;
            }
        });
        assertEquals(1, events.size());
        assertEquals(Lines.LONGEST, events.get(0).message().length());
    }

    @Test
    public void read_manyDiagnostics_keepsTheFirst() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("{\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"e")
                    .append(i)
                    .append("\"}}\n");
        }
        read(text.toString());
        assertEquals("e0", reader.diagnostics().get(0).summary());
        assertEquals(200, reader.diagnostics().size());
        assertEquals(1000, events.size());
    }

    @Test
    public void errors_framedAndPlainText_areFound() {
        List<ToolDiagnostic> framed = TextDiagnostics.errors(
                "\u001b[31m╷\u001b[0m\n\u001b[31m│\u001b[0m \u001b[31mError: \u001b[0mBad thing\n│ \n│   on main.tf line 3\n╵\n");
        assertEquals("Bad thing", framed.get(0).summary());
        assertEquals("on main.tf line 3", framed.get(0).detail());
        List<ToolDiagnostic> plain =
                TextDiagnostics.errors("Warning: w\n\nno\n\nError: one\n\ndetail\n\nError: two\n\nmore\n");
        assertEquals(
                List.of("one", "two"),
                plain.stream().map(ToolDiagnostic::summary).toList());
        assertEquals("detail", plain.get(0).detail());
        assertEquals(List.of(), TextDiagnostics.errors("panic: x"));
        assertEquals("panic: x", TextDiagnostics.firstLine("\n\npanic: x\nmore"));
    }
}
