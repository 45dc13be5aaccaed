package io.jenkins.plugins.iac.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the campaign did and found, kind by kind. */
final class CrashTable {
    private final PrintStream progress;
    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<String, CrashCoverage> coverage = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    CrashTable(PrintStream progress) {
        this.progress = progress;
    }

    /** What one kind of crash came to. */
    private static final class Row {
        int points;
        int violations;
        final TreeMap<String, Integer> ends = new TreeMap<>();
    }

    /** What there is to strike, which is kept and told with the table. */
    CrashCoverage covers(String kind, CrashCoverage of) {
        coverage.put(kind, of);
        return of;
    }

    /** Says what was struck so far. */
    void tell(String kind) {
        if (coverage.containsKey(kind)) {
            progress.println(kind + ": " + coverage.get(kind));
            progress.flush();
        }
    }

    /** Points that were hit. */
    int points() {
        return rows.values().stream().mapToInt(r -> r.points).sum();
    }

    /** One point that was hit. */
    void point(String kind, String end) {
        quiet(kind, end);
        progress.printf("%s point %d: %s%n", kind, row(kind).points, end);
        progress.flush();
    }

    /** One of thousands: no word about it. */
    void quiet(String kind, String end) {
        Row row = row(kind);
        row.points++;
        row.ends.merge(end, 1, Integer::sum);
    }

    /** Something that must never be. */
    void fail(String kind, String what) {
        row(kind).violations++;
        broken.add(kind + ": " + what);
        progress.println("BROKEN " + kind + ": " + what);
    }

    private Row row(String kind) {
        return rows.computeIfAbsent(kind, k -> new Row());
    }

    List<String> broken() {
        return broken;
    }

    /** In Markdown, with what was covered. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(rows()).append('\n');
        coverage.forEach((kind, of) ->
                text.append("- ").append(kind).append(": ").append(of).append('\n'));
        return text.toString();
    }

    private String rows() {
        StringBuilder text =
                new StringBuilder("| crash | points | how the runs ended | broken |\n|---|---:|---|---:|\n");
        int points = 0;
        int violations = 0;
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            List<String> ends = new ArrayList<>();
            row.getValue().ends.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .forEach(e -> ends.add(e.getValue() + " `" + e.getKey() + "`"));
            text.append("| ").append(row.getKey()).append(" | ").append(row.getValue().points);
            text.append(" | ").append(String.join(", ", ends)).append(" | ").append(row.getValue().violations);
            text.append(" |\n");
            points += row.getValue().points;
            violations += row.getValue().violations;
        }
        return text.append("| **all** | **")
                .append(points)
                .append("** | | **")
                .append(violations)
                .append("** |\n")
                .toString();
    }
}
