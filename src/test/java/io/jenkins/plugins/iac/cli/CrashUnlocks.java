package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a home after the crash of an unlock: the lock is there as it was and nobody says that it was broken, or it is gone,
 * and journal, evidence and the run whose lock it was say by whom. Breaking it is possible once and only once.
 */
final class CrashUnlocks {
    private final CrashSite site;
    private final Company company;
    private final CrashTable table;

    CrashUnlocks(CrashSite site, CrashTable table) {
        this.site = site;
        this.company = site.company();
        this.table = table;
    }

    /** @return whether the stack is locked, for the table */
    String judge(String kind, CrashSite.Command what, int exit) throws IOException {
        List<String> known = site.lines();
        Answer runs = company.call("runs");
        if (runs.exit() != 0) {
            table.fail(kind, "the next command fails: " + runs.out() + runs.err());
            return "unreadable";
        }
        if (!site.lines().subList(0, known.size()).equals(known)) {
            table.fail(kind, "records were lost or changed");
        }
        List<String> broken = broken();
        boolean locked = runs.json().path("locks").size() > 0;
        if (locked != broken.isEmpty() || broken.size() > 1) {
            table.fail(kind, (locked ? "locked" : "free") + ", and the journal says it was broken by " + broken);
        }
        if (exit == 0 && locked) {
            table.fail(kind, "it was said to be unlocked");
        }
        if (locked
                && !runs.json()
                        .path("locks")
                        .get(0)
                        .path("frozenBecause")
                        .asText()
                        .equals("apply_failed")) {
            table.fail(kind, "the lock is not what it was: " + runs.json().path("locks"));
        }
        accounted(kind, broken);
        once(kind, what, locked);
        return locked ? "locked" : "unlocked";
    }

    /** Names of the evidence of locks that the journal says were broken. */
    private List<String> broken() throws IOException {
        List<String> broken = new ArrayList<>();
        for (String line : site.lines()) {
            JsonNode record = Json.parse(line);
            if (record.path("type").asText().equals(LockRecords.BROKEN)) {
                broken.add(record.path("data").path("evidence").asText());
            }
        }
        return broken;
    }

    private void accounted(String kind, List<String> broken) {
        JsonNode told = company.call("run", "show", site.run).json().path("unlocked");
        if (broken.isEmpty() && !told.isMissingNode()) {
            table.fail(kind, "the run says that its lock was broken, and it was not: " + told);
        }
        for (String id : broken) {
            Answer evidence = company.call("audit", "show", id);
            if (evidence.exit() != 0
                    || !evidence.json().path("unlock").path("by").asText().equals("sam")
                    || !told.path("by").asText().equals("sam")) {
                table.fail(kind, "nobody says who broke the lock: " + told + evidence.out());
            }
        }
    }

    private void once(String kind, CrashSite.Command what, boolean locked) throws IOException {
        Answer again = company.call(what.arguments().toArray(String[]::new));
        if (again.exit() != (locked ? 0 : 1)) {
            table.fail(kind, (locked ? "it cannot be unlocked: " : "unlocked twice: ") + again.out());
        }
        Answer applied = company.call("apply", site.run);
        List<String> done = site.done(what);
        if (applied.exit() == 0 || done == null || !done.isEmpty()) {
            table.fail(kind, "applied again: exit code " + applied.exit() + ", " + site.ledger());
        }
        if (company.call("runs").json().path("locks").size() > 0) {
            table.fail(kind, "still locked");
        }
    }
}
