package io.jenkins.plugins.iac.json;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

/** What a hostile or an unusual document may make the memory of forms do. */
public class JsonFormsTest {
    private static JsonTape tape(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new JsonStream(new ByteArrayInputStream(bytes), "reading", "test", 1 << 24, 1 << 20).value();
    }

    private static int learn(JsonForms forms, String json) {
        return forms.learn(tape(json), token -> false, -1);
    }

    @Test
    public void learn_manyFormsOfManySmallScalars_keepsAFewMegabytes() {
        JsonForms forms = new JsonForms();
        String numbers = "[1" + ",1".repeat(4_000) + "]";
        int scalars = 0;
        for (int i = 0; i < 1_000; i++) {
            String one = "{\"a" + i / 50 + "\":1,\"b" + i % 50 + "\":" + numbers + "}";
            scalars += learn(forms, one) >= 0 ? 4_000 : 0;
        }
        assertTrue("some are kept", scalars > 0);
        // Two objects and their headers for each scalar of a form: 64 bytes and more.
        assertTrue("scalars of forms: " + scalars, scalars <= (4 << 20) / 64);
    }

    @Test
    public void learn_knownFormWhoseValuesAreNeverFound_leavesRoomForOthers() {
        JsonForms forms = new JsonForms();
        // A fraction is not of the usual sort: such a value is not found, and comes to be learned each time.
        String fraction = "{\"" + "n".repeat(2_000) + "\":1.5}";
        assertEquals(0, learn(forms, fraction));
        for (int i = 0; i < 5_000; i++) {
            assertEquals(JsonForms.NONE, learn(forms, fraction));
        }
        assertEquals(1, learn(forms, "{\"a\":1}"));
    }

    @Test
    public void learn_valueOfMoreTextThanIsKept_isNotLearnedAndHindersNoOther() {
        JsonForms forms = new JsonForms();
        assertEquals(JsonForms.NONE, learn(forms, "{\"a\":\"" + "x".repeat(5 << 20) + "\"}"));
        assertEquals(0, learn(forms, "{\"a\":1}"));
    }
}
