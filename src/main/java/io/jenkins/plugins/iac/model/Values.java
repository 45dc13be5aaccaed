package io.jenkins.plugins.iac.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies that make records immutable and keep the order in which a person wrote things. */
final class Values {
    private Values() {}

    static <T> List<T> list(Collection<? extends T> items) {
        return items == null ? List.of() : List.copyOf(items);
    }

    static <K, V> Map<K, V> map(Map<? extends K, ? extends V> items) {
        return items == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<K, V>(items));
    }
}
