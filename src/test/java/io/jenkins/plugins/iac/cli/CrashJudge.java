package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Looks at a home after a crash with the next commands, and holds what it finds against what must never be broken. */
final class CrashJudge {
    private static final List<String> DOUBT = List.of("apply_unknown", "apply_failed", "verification_failed");
    private final CrashSite site;
    private final Company company;
    private final Random random;
    private final CrashTable table;
    private final CrashUnlocks unlocks;

    CrashJudge(CrashSite site, Random random, CrashTable table) {
        this.site = site;
        this.company = site.company();
        this.random = random;
        this.table = table;
        this.unlocks = new CrashUnlocks(site, table);
    }

    /**
     * The next command looks; what it finds is held against the rules.
     *
     * @param exit how the process ended that was struck, or whose tool was
     * @param mayGoOn whether what nothing touched must go on now; what was written in the future need not
     * @return how the run ended, for the table
     */
    String judge(String kind, CrashSite.Command what, int exit, boolean mayGoOn) throws IOException {
        if (what.name().equals("unlock")) {
            String told = unlocks.judge(kind, what, exit);
            evidence(kind);
            nothingLeft(kind);
            return told;
        }
        List<String> known = site.lines();
        Answer runs = company.call("runs");
        if (runs.exit() != 0) {
            table.fail(kind, "the next command fails: " + runs.out() + runs.err());
            return "unreadable";
        }
        List<String> now = site.lines();
        if (now.size() < known.size() || !now.subList(0, known.size()).equals(known)) {
            table.fail(kind, "records were lost or changed");
        }
        List<String> applied = site.done(what);
        if (applied == null) {
            table.fail(kind, "what was applied before is not what it was: " + site.ledger());
            return "unreadable";
        }
        String told = "no run";
        for (JsonNode one : runs.json().path("runs")) {
            boolean ours = !what.before().contains(one.path("run").asText());
            String end = one(kind, one, ours ? applied : List.of(), runs.json().path("locks"), what);
            told = ours ? end : told;
        }
        if (told.equals("no run") && !applied.isEmpty()) {
            table.fail(kind, "applied without a run: " + applied);
        }
        if (!accords(exit, told, applied)) {
            table.fail(
                    kind,
                    "exit code " + exit + ", but the run is " + told + ", applied " + applied + ": " + site.said());
        }
        evidence(kind);
        nothingLeft(kind);
        again(kind, mayGoOn);
        if (mayGoOn) {
            goesOn(kind, what, told);
        }
        return told;
    }

    /** Whoever got an answer was told the truth. One that was killed, or came to an end of the disk, answered nobody. */
    private static boolean accords(int exit, String told, List<String> applied) {
        return switch (exit) {
            case 0 -> List.of("verified", "approved", "awaiting_approval").contains(told);
            case 2 -> applied.isEmpty() && !DOUBT.contains(told);
            case 3 -> told.equals("verification_failed");
            // Refused: the tool was gone when it was to measure once more, and nothing was started. Approved: no room
            // to begin.
            case 4 ->
                told.equals("apply_failed")
                        || applied.isEmpty()
                                && List.of("approved", "failed", "refused", "canceled", "no run")
                                        .contains(told);
            case 5 -> told.equals("apply_unknown");
            default -> true;
        };
    }

    /** The one vote that is missing may have been recorded before the crash, and counts then. */
    private boolean voted(String id) {
        return !company.call("run", "show", id).json().path("votes").isEmpty();
    }

    /** What nothing was done about can be done now. */
    private void goesOn(String kind, CrashSite.Command what, String told) {
        JsonNode runs = company.call("runs").json().path("runs");
        JsonNode last = runs.path(runs.size() - 1);
        if (told.equals("awaiting_approval") && last.path("state").asText().equals(told)) {
            String id = last.path("run").asText();
            boolean voted = voted(id);
            String digest = company.call("run", "show", id)
                    .json()
                    .path("plan")
                    .path("digest")
                    .asText();
            Answer vote = company.call("approve", id, "--as", "bob", "--groups", "payments", "--digest", digest);
            // Whose vote was kept before the crash is told so; another one is no longer needed.
            if (voted ? vote.exit() != 2 : vote.exit() != 0 || !vote.state().equals("approved")) {
                table.fail(kind, "a plan that waits cannot be approved: " + vote.out());
            }
        } else if (List.of("failed", "canceled", "no run").contains(told) && random.nextInt(4) == 0) {
            Answer plan = company.call(company.request(what.operation(), CrashSite.STACK));
            if (plan.exit() != 0 || !plan.state().equals("awaiting_approval")) {
                table.fail(kind, "it cannot be planned again: " + plan.out());
            }
        }
    }

    private void evidence(String kind) {
        Path log = company.home().resolve("evidence");
        Answer verified = company.call("verify", "--log", log.toString());
        if (Files.isDirectory(log) && verified.exit() != 0) {
            table.fail(kind, "the evidence does not verify: " + verified.out());
        }
    }

    private String one(String kind, JsonNode one, List<String> applied, JsonNode locks, CrashSite.Command what) {
        String id = one.path("run").asText();
        String state = one.path("state").asText();
        String end = one.path("end").isNull() ? state : one.path("end").asText();
        if (!applied.isEmpty() && !id.equals(what.mayApply())) {
            table.fail(kind, "applied without approval: " + id + " " + end + " " + applied);
        }
        boolean doubt = DOUBT.contains(end);
        if (applied.size() > 0 && !doubt && !end.equals("verified")) {
            table.fail(kind, "something was applied and the run says " + end);
        }
        boolean locked = false;
        for (JsonNode lock : locks) {
            locked |= lock.path("run").asText().equals(id);
            if (lock.path("frozenBecause").isNull()) {
                table.fail(kind, "a lock that nobody accounts for: " + lock);
            }
        }
        if (locked != doubt) {
            table.fail(kind, "run " + end + (locked ? " holds a lock" : " holds no lock"));
        }
        boolean waits = List.of("awaiting_approval", "approved", "apply_queued").contains(end);
        if (!waits && !state.equals("sealed")) {
            table.fail(kind, "neither sealed nor waiting: " + state);
        }
        int records = company.call("audit", "show", id).exit();
        if (!waits && records != 0) {
            table.fail(kind, "no evidence that verifies of " + id + ": exit code " + records);
        }
        if (waits && records == 0) {
            table.fail(kind, "evidence of a run that goes on: " + id);
        }
        long times = recordsOf(id);
        if (times > 1) {
            table.fail(kind, times + " records of evidence of " + id);
        }
        return end;
    }

    private long recordsOf(String id) {
        Path entries = company.home().resolve("evidence/entries-00000000.jsonl");
        try (Stream<String> lines = Files.exists(entries) ? Files.lines(entries) : Stream.empty()) {
            return lines.filter(line -> {
                        try {
                            JsonNode envelope = Json.parse(line);
                            byte[] payload = Base64.getDecoder()
                                    .decode(envelope.path("payload").asText());
                            return Json.mapper()
                                    .readTree(payload)
                                    .path("predicate")
                                    .path("run")
                                    .asText()
                                    .equals(id);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void nothingLeft(String kind) throws IOException {
        ProcessHandle.allProcesses()
                .filter(p ->
                        p.info().command().map(c -> c.endsWith("/terraform")).orElse(false))
                .filter(p -> isOfThisHome(p.pid()))
                .forEach(p -> table.fail(kind, "a tool is still at work: " + p.pid()));
        try (Stream<Path> areas = Files.list(Path.of("/tmp"))) {
            for (Path area : areas.filter(a -> a.getFileName().toString().startsWith("iac-"))
                    .toList()) {
                Path owner = area.resolve("owner");
                if (Files.isReadable(owner) && site.lines().toString().contains(firstLine(owner))) {
                    table.fail(kind, "a working directory is left: " + area);
                }
            }
        }
    }

    private static String firstLine(Path file) throws IOException {
        return Files.readString(file).lines().findFirst().orElse("nobody");
    }

    private boolean isOfThisHome(long pid) {
        try {
            String cwd = Path.of("/proc/" + pid + "/environ").toString();
            return Files.readString(Path.of(cwd), StandardCharsets.ISO_8859_1).contains("IAC_PROCESS_HOST")
                    && Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"))
                            .toString()
                            .contains(CrashSite.STACK);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whoever calls apply again must not do a second time what was or may have been done. */
    private void again(String kind, boolean mayGoOn) throws IOException {
        List<String> applied = site.ledger();
        for (JsonNode one : company.call("runs").json().path("runs")) {
            String id = one.path("run").asText();
            boolean waits = one.path("end").isNull();
            boolean may = waits && (!one.path("state").asText().equals("awaiting_approval") || voted(id));
            if (may && random.nextInt(4) != 0) {
                // That it goes on is worth knowing; that nothing is done twice is asked every time.
                continue;
            }
            Answer answer = company.call("apply", id);
            List<String> after = site.ledger();
            if (may && mayGoOn && answer.exit() != 0) {
                table.fail(kind, "a plan that nothing touched cannot be applied: " + answer.out());
            }
            if (!may && (answer.exit() == 0 || !after.equals(applied))) {
                table.fail(kind, "applied again: exit code " + answer.exit() + ", " + applied + " became " + after);
            }
            if (after.stream().distinct().count() != after.size()) {
                table.fail(kind, "applied twice: " + after);
            }
        }
    }
}
