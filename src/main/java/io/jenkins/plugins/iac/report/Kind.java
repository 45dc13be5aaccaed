package io.jenkins.plugins.iac.report;

import io.jenkins.plugins.iac.model.ChangeKind;

/** How a kind of change is shown, gravest first. */
enum Kind {
    REPLACE(ChangeKind.REPLACE, "-/+", "to replace"),
    DELETE(ChangeKind.DELETE, "-", "to destroy"),
    UPDATE(ChangeKind.UPDATE, "~", "to change"),
    CREATE(ChangeKind.CREATE, "+", "to add"),
    FORGET(ChangeKind.FORGET, ".", "to forget"),
    READ(ChangeKind.READ, "<=", "to read"),
    IMPORT(ChangeKind.IMPORT, "<-", "to import"),
    MOVE(ChangeKind.MOVE, "->", "moved"),
    NO_OP(ChangeKind.NO_OP, " ", "unchanged");

    private final ChangeKind kind;
    private final String symbol;
    private final String words;

    Kind(ChangeKind kind, String symbol, String words) {
        this.kind = kind;
        this.symbol = symbol;
        this.words = words;
    }

    static Kind of(ChangeKind kind) {
        for (Kind one : values()) {
            if (one.kind == kind) {
                return one;
            }
        }
        throw new IllegalArgumentException("no such kind: " + kind);
    }

    ChangeKind kind() {
        return kind;
    }

    String symbol() {
        return symbol;
    }

    String words() {
        return words;
    }
}
