package io.jenkins.plugins.iac.catalog;

/** What a name in the document may refer to. */
enum Kind {
    TEAM("team"),
    ENVIRONMENT("environment"),
    IDENTITY("identity"),
    POOL("pool"),
    CONTEXT("context"),
    RUN_TASK("run task"),
    STACK("stack");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
