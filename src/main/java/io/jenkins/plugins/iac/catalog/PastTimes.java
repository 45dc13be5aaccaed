package io.jenkins.plugins.iac.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a catalog says of times that are long over: whoever reads it may believe that they still hold. For lint and pages, beside
 * the warnings of the loader, which knows no time.
 */
public final class PastTimes {
    private static final Duration LONG = Duration.ofDays(30);

    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    private PastTimes(Instant now) {
        this.now = now;
    }

    /** Warnings about freezes, emergencies and accepted drift that ended more than thirty days ago. */
    public static List<Finding> warnings(Catalog catalog, Instant now) {
        PastTimes times = new PastTimes(now);
        Tree.Mapping document = catalog.document();
        List<Tree.Mapping> environments = items(document, "environments");
        for (int i = 0; i < environments.size(); i++) {
            Tree.Mapping environment = environments.get(i);
            List<Tree.Mapping> freezes = items(environment, "freezes");
            for (int f = 0; f < freezes.size(); f++) {
                times.check(
                        freezes.get(f),
                        Path.ROOT
                                .child("environments")
                                .item(i)
                                .child("freezes")
                                .item(f)
                                .child("until"),
                        "the freeze of " + name(environment) + " is over since %s: it holds nothing back any more;"
                                + " remove it, or say when the next one is");
            }
        }
        times.list(document, "emergencies", "until", "the emergency %s is over since %s; remove it");
        times.list(
                document,
                "driftSuppressions",
                "expires",
                "the drift suppression %s counts no more since %s; mend what it is about, or remove it");
        return List.copyOf(times.findings);
    }

    private void list(Tree.Mapping document, String list, String field, String message) {
        List<Tree.Mapping> items = items(document, list);
        for (int i = 0; i < items.size(); i++) {
            check(
                    items.get(i),
                    Path.ROOT.child(list).item(i).child(field),
                    message.replaceFirst("%s", name(items.get(i))));
        }
    }

    /** @param path where the end stands; its last part is the name of the field */
    private void check(Tree.Mapping item, Path path, String message) {
        if (item.get(path.key()) instanceof Tree.Scalar until) {
            Instant end = Scalars.moment(until.text());
            if (end.plus(LONG).isBefore(now)) {
                findings.add(new Finding(until.line(), until.column(), path.toString(), message.formatted(end)));
            }
        }
    }

    private static String name(Tree.Mapping item) {
        return ((Tree.Scalar) item.get("name")).text();
    }

    private static List<Tree.Mapping> items(Tree.Mapping mapping, String field) {
        return mapping.get(field) instanceof Tree.Sequence list
                ? list.items().stream().map(Tree.Mapping.class::cast).toList()
                : List.of();
    }
}
