package io.jenkins.plugins.iac.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class StackPatternTest {
    @Test
    public void matches_tableOfPatterns_wholeSegments() {
        Object[][] table = {
            {"**", "a", true},
            {"**", "a/b/c", true},
            {"prod/**", "prod", true},
            {"prod/**", "prod/a/b", true},
            {"prod/**", "production/a", false},
            {"prod/*", "prod/a", true},
            {"prod/*", "prod/a/b", false},
            {"prod/*", "prod", false},
            {"*/a", "x/a", true},
            {"**/db", "db", true},
            {"**/db", "x/y/db", true},
            {"**/db", "x/y/dbx", false},
            {"a/**/z", "a/z", true},
            {"a/**/z", "a/b/c/z", true},
            {"a/**/m/**/z", "a/m/n/m/z", true},
            {"a/**/m/**/z", "a/n/z", false},
            {"prod/*/pay*-d*", "prod/eu/payments-db", true},
            {"prod/*/pay*-d*", "prod/eu/payments-cache", false},
            {"Prod/**", "prod/a", false},
            {"prod/*/web", "prod/eu/web", true},
            {"prod/eu/web", "prod/eu/web", true},
            {"prod/eu/we", "prod/eu/web", false},
            {"prod/eu/web", "prod/eu/web/x", false},
            {"prod/eu/w*b", "prod/eu/web", true},
            {"*", "prod/eu/web", false},
        };
        for (Object[] row : table) {
            boolean matches = new StackPattern((String) row[0]).matches(new StackId((String) row[1]));
            assertEquals(row[0] + " " + row[1], row[2], matches);
        }
    }

    /** Every way of sharing the name out among the stars would be more than a controller lives to see. */
    @Test(timeout = 10_000)
    public void matches_hostilePattern_takesNoLongerThanAnyOther() {
        StackId name = new StackId("a/".repeat(15) + "a");
        assertFalse(new StackPattern("**/a/".repeat(15) + "**/b").matches(name));
        assertTrue(new StackPattern("**/a/".repeat(15) + "**").matches(name));
        StackPattern stars = new StackPattern("**/".repeat(200) + "b");
        for (int i = 0; i < 1_000; i++) {
            assertFalse(stars.matches(name));
        }
        StackId letters = new StackId("a".repeat(100));
        assertFalse(new StackPattern("*a".repeat(49) + "b").matches(letters));
    }
}
