package io.jenkins.plugins.iac.jenkins.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counters and histograms since the controller started. Whoever adds to them has bounded each label; how many combinations
 * of a pool and a stack have a series of their own is bounded here. Safe for several threads.
 *
 * <p>A series is written as 0 at first, whatever was counted, and as it is from then on: to {@code increase()} a series
 * that begins with 1 did not increase, and the first apply that nobody knows the end of must not stay unnoticed.
 */
final class Meters {
    /** Series of one metric; what comes beyond counts under {@link Labels#folded}. */
    static final int MOST_SERIES = 2000;

    private final Map<Metric, Map<Labels, Double>> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, Map<Labels, Histogram>> histograms = new EnumMap<>(Metric.class);
    private final Map<Metric, Set<Labels>> written = new EnumMap<>(Metric.class);

    Meters() {
        for (Metric metric : Metric.values()) {
            written.put(metric, ConcurrentHashMap.newKeySet());
            if (metric.type() == Metric.Type.COUNTER) {
                counters.put(metric, new ConcurrentHashMap<>());
            } else if (metric.type() == Metric.Type.HISTOGRAM) {
                histograms.put(metric, new ConcurrentHashMap<>());
            }
        }
    }

    void add(Metric metric, Labels labels, double value) {
        Map<Labels, Double> series = counters.get(metric);
        series.merge(bounded(series, labels), Math.max(0, value), Double::sum);
    }

    void observe(Metric metric, Labels labels, double seconds) {
        Map<Labels, Histogram> series = histograms.get(metric);
        series.computeIfAbsent(bounded(series, labels), l -> new Histogram()).observe(seconds);
    }

    /** Has the series written before anything is counted in it. */
    void known(Metric metric, Labels labels) {
        if (metric.type() == Metric.Type.COUNTER) {
            add(metric, labels, 0);
        } else {
            Map<Labels, Histogram> series = histograms.get(metric);
            series.computeIfAbsent(bounded(series, labels), l -> new Histogram());
        }
    }

    private static Labels bounded(Map<Labels, ?> series, Labels labels) {
        return !labels.has("stack") || series.size() < MOST_SERIES || series.containsKey(labels)
                ? labels
                : labels.folded();
    }

    void write(Exposition exposition) {
        counters.forEach((metric, series) -> sorted(series)
                .forEach((labels, value) ->
                        exposition.counter(metric, labels, written.get(metric).add(labels) ? 0 : value)));
        histograms.forEach((metric, series) -> sorted(series)
                .forEach((labels, histogram) -> exposition.histogram(
                        metric, labels, written.get(metric).add(labels) ? new Histogram() : histogram)));
    }

    private static <T> Map<Labels, T> sorted(Map<Labels, T> series) {
        Map<Labels, T> sorted = new TreeMap<>(java.util.Comparator.comparing(Labels::text));
        sorted.putAll(series);
        return sorted;
    }
}
