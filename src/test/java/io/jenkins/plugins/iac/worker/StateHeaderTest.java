package io.jenkins.plugins.iac.worker;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** What the tool prints for a state, and what somebody who can write the state makes of it. */
public class StateHeaderTest {
    private static StateHeader read(String text) throws IOException {
        return StateHeader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    public void read_state_isItsLineageAndSerialAndTheHashOfEveryByte() throws IOException {
        StateHeader state = read("{\"version\":4,\"resources\":[{\"a\":[1]}],\"serial\":41,\"lineage\":\"l-1\"}\n");
        assertEquals("l-1", state.lineage());
        assertEquals(41, state.serial());
        assertEquals(
                9007199254740991L,
                read("{\"lineage\":\"\",\"serial\":9007199254740991}").serial());
        assertNotEquals(
                state.digest(),
                read("{\"version\":4,\"resources\":[{\"a\":[1]}],\"serial\":41,\"lineage\":\"l-1\"}")
                        .digest());
    }

    @Test
    public void read_nothing_isTheEmptyState() throws IOException {
        assertEquals(StateHeader.EMPTY, read(""));
        assertEquals(StateHeader.EMPTY, read("\n"));
    }

    @Test
    public void read_whatIsNoState_isNeverTakenForOne() {
        for (String text : List.of(
                "{\"serial\":1,\"lineage\":\"a\",\"serial\":2}",
                "{\"lineage\":\"a\",\"lineage\":\"b\"}",
                "{\"lineage\":\"a\",\"\\u006cineage\":\"b\"}",
                "{\"serial\":9007199254740992}",
                "{\"serial\":18446744073709551657}",
                "{\"serial\":-1}",
                "{\"serial\":1.0}",
                "{\"serial\":\"41\"}",
                "{\"serial\":NaN}",
                "{\"lineage\":5}",
                "{\"lineage\":null}",
                "{\"lineage\":\"\\ud800\"}",
                "{\"serial\":1",
                "{} {}",
                "[]",
                "null",
                "41",
                "no state")) {
            assertThrows(text, IOException.class, () -> read(text));
        }
    }
}
