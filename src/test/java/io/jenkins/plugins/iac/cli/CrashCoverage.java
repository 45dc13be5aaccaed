package io.jenkins.plugins.iac.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What of one kind of crash there is to strike, and what was struck of it. */
final class CrashCoverage {
    private final String what;
    private final Set<String> all;
    private final Set<String> missed;
    private final Set<String> none = new LinkedHashSet<>();

    /** @param what of which things, such as records */
    CrashCoverage(String what, List<String> all) {
        this.what = what;
        this.all = new LinkedHashSet<>(all);
        this.missed = new LinkedHashSet<>(all);
    }

    static CrashCoverage numbers(String what, int count) {
        return new CrashCoverage(
                what, IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList());
    }

    void struck(String one) {
        missed.remove(one);
    }

    /** What was missed behind the last one that was struck has nothing to hit. */
    void nothingAtTheEnd() {
        for (String one : all) {
            if (missed.contains(one)) {
                none.add(one);
            } else {
                none.clear();
            }
        }
    }

    boolean isMissed(String one) {
        return missed.contains(one);
    }

    /** Such as {@code records struck 20 of 21, missed: 4 run.step planning}. */
    @Override
    public String toString() {
        Set<String> open = new LinkedHashSet<>(missed);
        open.removeAll(none);
        return what + " struck " + (all.size() - missed.size()) + " of " + all.size()
                + (none.isEmpty() ? "" : ", nothing to hit at " + none.size() + ": " + String.join(", ", none))
                + (open.isEmpty() ? "" : ", missed: " + String.join(", ", open));
    }
}
