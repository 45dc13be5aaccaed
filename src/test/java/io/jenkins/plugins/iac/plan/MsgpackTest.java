package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.Test;

public class MsgpackTest {
    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    public void read_everyForm_isThisJson() throws Exception {
        String[][] cases = {
            {"00", "0"},
            {"7f", "127"},
            {"ff", "-1"},
            {"e0", "-32"},
            {"c0", "null"},
            {"c2", "false"},
            {"c3", "true"},
            {"cc ff", "255"},
            {"cd ffff", "65535"},
            {"ce ffffffff", "4294967295"},
            {"cf ffffffffffffffff", "18446744073709551615"},
            {"d0 80", "-128"},
            {"d1 8000", "-32768"},
            {"d2 80000000", "-2147483648"},
            {"d3 8000000000000000", "-9223372036854775808"},
            {"ca 3fc00000", "1.5"},
            {"cb 3ff8000000000000", "1.5"},
            {"a0", "\"\""},
            {"a3 616263", "\"abc\""},
            {"d9 03 616263", "\"abc\""},
            {"da 0003 616263", "\"abc\""},
            {"db 00000003 616263", "\"abc\""},
            {"c4 01 61", "\"a\""},
            {"c5 0001 61", "\"a\""},
            {"c6 00000001 61", "\"a\""},
            {"90", "[]"},
            {"92 01 02", "[1,2]"},
            {"dc 0001 01", "[1]"},
            {"dd 00000001 01", "[1]"},
            {"80", "{}"},
            {"81 a1 61 01", "{\"a\":1}"},
            {"de 0001 a161 01", "{\"a\":1}"},
            {"df 00000001 a161 01", "{\"a\":1}"},
            {"d4 00 00", "\"(known after apply)\""},
            {"c7 02 0c 8000", "\"(known after apply)\""},
        };
        for (String[] one : cases) {
            assertEquals(one[0], one[1], Msgpack.read(hex(one[0])).toString());
        }
    }

    @Test
    public void read_whatIsNoValue_isRefused() {
        String[] bad = {
            "",
            "c1",
            "a3 6162",
            "92 01",
            "81 a161",
            "81 01 01",
            "82 a161 01 a161 02",
            "dd ffffffff",
            "df 7fffffff",
            "db ffffffff 61",
            "c6 7fffffff",
            "01 01",
            "a1 ff",
            "cd ff",
            "91".repeat(70) + "01"
        };
        for (String one : bad) {
            assertThrows(one, IOException.class, () -> Msgpack.read(hex(one)));
        }
    }
}
