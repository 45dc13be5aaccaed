package io.jenkins.plugins.iac.model;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class CutTest {
    private static final String FACE = "\ud83d\ude00";

    @Test
    public void start_anyLength_neverTearsAPair() {
        assertEquals("ab", Cut.start("ab", 2));
        assertEquals("a", Cut.start("ab", 1));
        assertEquals("", Cut.start("ab", 0));
        assertEquals("", Cut.start(FACE, 0));
        assertEquals("", Cut.start(FACE + "x", 1));
        assertEquals(FACE, Cut.start(FACE + "x", 2));
        assertEquals("a", Cut.start("a" + FACE + "x", 2));
        assertEquals("a" + FACE, Cut.start("a" + FACE + FACE, 4));
        assertEquals("", Cut.start("", 5));
    }
}
