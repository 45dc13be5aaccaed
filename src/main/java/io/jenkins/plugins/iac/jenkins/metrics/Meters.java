package io.jenkins.plugins.iac.jenkins.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counters and histograms since the controller started. Whoever adds to them has bounded each label; how many combinations
 * of a pool and a stack have a series of their own is bounded here. Safe for several threads.
 */
final class Meters {
    /** Series of one metric; what comes beyond counts under {@link Labels#folded}. */
    static final int MOST_SERIES = 2000;

    private final Map<Metric, Map<Labels, Double>> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, Map<Labels, Histogram>> histograms = new EnumMap<>(Metric.class);

    Meters() {
        for (Metric metric : Metric.values()) {
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

    private static Labels bounded(Map<Labels, ?> series, Labels labels) {
        return series.size() < MOST_SERIES || series.containsKey(labels) ? labels : labels.folded();
    }

    void write(Exposition exposition) {
        counters.forEach((metric, series) ->
                sorted(series).forEach((labels, value) -> exposition.counter(metric, labels, value)));
        histograms.forEach((metric, series) ->
                sorted(series).forEach((labels, histogram) -> exposition.histogram(metric, labels, histogram)));
    }

    private static <T> Map<Labels, T> sorted(Map<Labels, T> series) {
        Map<Labels, T> sorted = new TreeMap<>(java.util.Comparator.comparing(Labels::text));
        sorted.putAll(series);
        return sorted;
    }
}
