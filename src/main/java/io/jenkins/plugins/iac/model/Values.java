package io.jenkins.plugins.iac.model;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Copies that make records immutable and keep the order in which a person wrote things. */
public final class Values {
    private Values() {}

    static <T> List<T> list(Collection<? extends T> items) {
        return items == null ? List.of() : List.copyOf(items);
    }

    @SuppressWarnings("unchecked") // nothing can be put into it
    static <K, V> Map<K, V> map(Map<? extends K, ? extends V> items) {
        Map<?, ?> none = Fixed.NONE;
        if (items == null || items.isEmpty()) {
            return (Map<K, V>) none;
        }
        return items instanceof Fixed ? (Map<K, V>) items : new Fixed<>(items);
    }

    /** A copy that nobody can change and that the records of the domain take without copying it again. */
    public static <K, V> Map<K, V> fixed(Map<K, V> items) {
        return map(items);
    }

    private static final class Fixed<K, V> extends AbstractMap<K, V> implements Serializable {
        private static final long serialVersionUID = 1L;
        private static final Fixed<Object, Object> NONE = new Fixed<>(Map.of());

        private final LinkedHashMap<K, V> items;

        Fixed(Map<? extends K, ? extends V> items) {
            this.items = new LinkedHashMap<>(items);
        }

        @Override
        public V get(Object key) {
            return items.get(key);
        }

        @Override
        public boolean containsKey(Object key) {
            return items.containsKey(key);
        }

        @Override
        public Set<Entry<K, V>> entrySet() {
            return Collections.unmodifiableMap(items).entrySet();
        }
    }
}
