package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;

/** A request together with all that does not depend on who asks. Used by one thread. */
final class Case {
    private final Request request;
    private final Post post;
    private Facts facts;

    Case(Request request, Post post) {
        this.request = request;
        this.post = post;
    }

    Request request() {
        return request;
    }

    RunSource source() {
        return request.source();
    }

    Operation operation() {
        return request.operation();
    }

    Post post() {
        return post;
    }

    Stack stack() {
        return post.stack();
    }

    Environment environment() {
        return post.environment();
    }

    /** The ref of the run; without an SCM head the controller takes the stack's own. */
    String ref() {
        RunSource source = request.source();
        boolean ours = source.ref() == null && hasNoHead(source.kind());
        return ours ? stack().ref() : source.ref();
    }

    /** The repository of the run; without an SCM head the controller takes the stack's own. */
    String repository() {
        RunSource source = request.source();
        boolean ours = source.repository() == null && hasNoHead(source.kind());
        return ours ? stack().repository() : source.repository();
    }

    private static boolean hasNoHead(SourceKind kind) {
        return kind == SourceKind.SCHEDULE || kind == SourceKind.MANUAL;
    }

    /** Everything known about the run. An unknown kind or trigger stays unknown rather than being a word to compare with. */
    Facts facts() {
        if (facts == null) {
            RunSource source = request.source();
            String trigger = source.trigger() == Trigger.UNKNOWN
                    ? null
                    : source.trigger().id();
            String request0 = source.request() == null && !source.kind().isRequest() ? "" : source.request();
            facts = post.facts().toBuilder()
                    .put(
                            Fact.SOURCE_KIND,
                            source.kind() == SourceKind.UNKNOWN
                                    ? null
                                    : source.kind().id())
                    .put(Fact.SOURCE_REPOSITORY, repository())
                    .put(Fact.SOURCE_COMMIT, source.commit())
                    .put(Fact.SOURCE_REF, ref())
                    .put(Fact.SOURCE_REQUEST, request0)
                    .put(Fact.SOURCE_ACTOR, source.actor())
                    .put(Fact.SOURCE_AUTHOR, source.author())
                    .put(Fact.SOURCE_TRIGGER, trigger)
                    .put(Fact.SOURCE_COMMIT_SIGNED, signed())
                    .put(Fact.ACTOR, source.actor())
                    .put(Fact.TRIGGER, trigger)
                    .put(Fact.NOW, request.now())
                    .build();
        }
        return facts;
    }

    /** A truth value, or null where it is not known. */
    private Object signed() {
        return switch (request.source().commitSigned()) {
            case YES -> Boolean.TRUE;
            case NO -> Boolean.FALSE;
            case UNKNOWN -> null;
        };
    }
}
