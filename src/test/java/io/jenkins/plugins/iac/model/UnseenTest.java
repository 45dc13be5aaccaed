package io.jenkins.plugins.iac.model;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class UnseenTest {
    @Test
    public void contains_codePoint_asPeopleSeeIt() {
        int[] unseen = {
            '\t', '\n', 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x200b, 0x200d, 0x2028,
            0x202e, 0x2060, 0x2066, 0x2800, 0x3164, 0xd83d, 0xe000, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xffff, 0xe0041,
            0xe0100
        };
        for (int c : unseen) {
            assertEquals("U+%04X".formatted(c), true, Unseen.contains(c));
        }
        for (int c : new int[] {' ', 'a', '~', 0xa0, 0xfc, 0x3000, 0x4e2d, 0xac00, 0x1f600}) {
            assertEquals("U+%04X".formatted(c), false, Unseen.contains(c));
        }
    }
}
