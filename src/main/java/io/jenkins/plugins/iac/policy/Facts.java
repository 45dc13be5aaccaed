package io.jenkins.plugins.iac.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What is known when a condition is judged. A fact that was not put is unknown. Immutable; safe in any thread. */
public final class Facts {
    public static final Facts NONE = new Facts(new Object[0]);

    private static final int AT_ADMISSION = Fact.NOW.ordinal() + 1;
    private static final int ALL = Fact.values().length;

    private final Object[] values;

    private Facts(Object[] values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder(new Object[AT_ADMISSION]);
    }

    /** The value, or null where it is unknown. */
    public Object get(Fact fact) {
        int slot = fact.ordinal();
        return slot < values.length ? values[slot] : null;
    }

    public boolean knows(Fact fact) {
        return get(fact) != null;
    }

    /** These facts with one more, or with one replaced; null makes it unknown. */
    public Facts with(Fact fact, Object value) {
        return toBuilder().put(fact, value).build();
    }

    /** A builder that starts from these facts. */
    public Builder toBuilder() {
        return new Builder(Arrays.copyOf(values, Math.max(values.length, AT_ADMISSION)));
    }

    /** What a person needs to follow a decision: {@code source.ref is 'main', source.commitSigned is unknown}. */
    public String describe(Collection<Fact> of) {
        return of.stream().map(f -> f.id() + " is " + text(get(f))).collect(Collectors.joining(", "));
    }

    private static String text(Object value) {
        if (value == null) {
            return "unknown";
        }
        if (value instanceof String text) {
            return "'" + text + "'";
        }
        if (value instanceof List<?> list && list.size() > 5) {
            return list.subList(0, 5) + " and " + (list.size() - 5) + " more";
        }
        return value.toString();
    }

    /** Collects facts, once: after {@link #build} it is used up. Not safe for several threads. */
    public static final class Builder {
        private Object[] values;

        private Builder(Object[] values) {
            this.values = values;
        }

        /**
         * Puts a fact; null leaves or makes it unknown.
         *
         * @throws IllegalArgumentException if the value is not of the fact's type (an {@link Integer} is taken as a long)
         */
        public Builder put(Fact fact, Object value) {
            Object stored = value instanceof Integer i ? Long.valueOf(i) : value;
            if (stored != null && !fact.type().accepts(stored)) {
                throw new IllegalArgumentException(fact + " is a " + fact.type().cel() + ", found "
                        + stored.getClass().getSimpleName());
            }
            int slot = fact.ordinal();
            if (slot >= values.length) {
                values = Arrays.copyOf(values, ALL);
            }
            values[slot] = stored;
            return this;
        }

        public Facts build() {
            Facts facts = new Facts(values);
            values = null;
            return facts;
        }
    }
}
