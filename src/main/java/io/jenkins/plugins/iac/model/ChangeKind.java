package io.jenkins.plugins.iac.model;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of resource change, spelled as they stand in every summary; {@code import} and {@code move} count beside. */
public enum ChangeKind {
    CREATE("create"),
    UPDATE("update"),
    DELETE("delete"),
    REPLACE("replace"),
    READ("read"),
    NO_OP("no-op"),
    FORGET("forget"),
    IMPORT("import"),
    MOVE("move");

    private final String id;

    ChangeKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Whether something that exists is destroyed. */
    public boolean isDestructive() {
        return this == DELETE || this == REPLACE;
    }

    public static Optional<ChangeKind> of(String id) {
        return Arrays.stream(values()).filter(k -> k.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
