package io.jenkins.plugins.iac.approval;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Somebody who may not approve: the requester, or the author.
 *
 * @param kind whether it is known who that is
 * @param ids every id by which the host knows that person (user id, mail address, name at the SCM); empty unless known
 */
public record Party(Kind kind, List<String> ids) {
    /** Whether it is known who that is. */
    public enum Kind {
        KNOWN,
        /** It is known that there is no such person: a timer, another build. */
        NOBODY,
        UNKNOWN
    }

    public static final Party NOBODY = new Party(Kind.NOBODY, List.of());
    public static final Party UNKNOWN = new Party(Kind.UNKNOWN, List.of());

    public Party {
        Objects.requireNonNull(kind, "kind");
        ids = ids.stream().filter(id -> id != null && !id.isBlank()).toList();
        if (kind == Kind.KNOWN && ids.isEmpty()) {
            kind = Kind.UNKNOWN;
        }
    }

    /** A person with these ids; without any of them that is {@link #UNKNOWN}. */
    public static Party of(Collection<String> ids) {
        return new Party(Kind.KNOWN, ids.stream().filter(Objects::nonNull).toList());
    }

    /** A person with this id, or {@link #UNKNOWN} for null or blank. */
    public static Party of(String id) {
        return id == null ? UNKNOWN : of(List.of(id));
    }

    public boolean isUnknown() {
        return kind == Kind.UNKNOWN;
    }

    /** Whether this id is one of that person's. */
    public boolean is(String user, PersonIds persons) {
        return ids.stream().anyMatch(id -> persons.same(id, user));
    }
}
