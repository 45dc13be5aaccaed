package io.jenkins.plugins.iac.jenkins.metrics;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values of one scrape, written in the text format of Prometheus, version 0.0.4: a family at a time, with help and
 * type before its series. Only what has a value is written.
 */
final class Exposition {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<Metric, Map<String, String>> families = new EnumMap<>(Metric.class);

    void gauge(Metric metric, Labels labels, double value) {
        series(metric).put(metric.id() + labels.text(), number(value));
    }

    void counter(Metric metric, Labels labels, double value) {
        gauge(metric, labels, value);
    }

    void histogram(Metric metric, Labels labels, Histogram histogram) {
        Map<String, String> series = series(metric);
        long[] cumulative = histogram.cumulative();
        for (int i = 0; i < cumulative.length; i++) {
            String le = i < Histogram.BOUNDS.length ? number(Histogram.BOUNDS[i]) : "+Inf";
            series.put(metric.id() + "_bucket" + labels.and("le", le).text(), String.valueOf(cumulative[i]));
        }
        series.put(metric.id() + "_sum" + labels.text(), number(histogram.sum()));
        series.put(metric.id() + "_count" + labels.text(), String.valueOf(cumulative[cumulative.length - 1]));
    }

    private Map<String, String> series(Metric metric) {
        return families.computeIfAbsent(metric, m -> new LinkedHashMap<>());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : BigDecimal.valueOf(value).toPlainString();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        families.forEach((metric, series) -> {
            text.append("# HELP ")
                    .append(metric.id())
                    .append(' ')
                    .append(metric.help())
                    .append('\n');
            text.append("# TYPE ")
                    .append(metric.id())
                    .append(' ')
                    .append(metric.type().name().toLowerCase(java.util.Locale.ROOT))
                    .append('\n');
            series.forEach(
                    (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        });
        return text.toString();
    }
}
