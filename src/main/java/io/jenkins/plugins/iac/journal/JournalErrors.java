package io.jenkins.plugins.iac.journal;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import io.jenkins.plugins.iac.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The ends a journal can come to, in words. */
final class JournalErrors {
    static final String OPENING = "opening the journal";
    private static final String APPENDING = "appending to the journal";

    private JournalErrors() {}

    static IacException damaged(Path segment, String record, String found, String expected) {
        return new IacException(
                Kind.NOT_VERIFIED,
                new Problem(
                        "reading the journal",
                        segment + ", " + record,
                        found,
                        expected,
                        "restore the file from a copy; nothing was changed, and no run starts on a damaged journal"));
    }

    static IacException unreadable(Path where, IOException cause) {
        return failed("reading the journal", where.toString(), cause, "readable files", "check the disk and the owner");
    }

    static IacException cannotOpen(Path directory, IOException cause) {
        return failed(OPENING, directory.toString(), cause, "a directory to write to", "check the disk and the owner");
    }

    static IacException superseded(Path directory, long token, String found) {
        return IacException.refused(
                APPENDING,
                directory.toString(),
                found,
                "this writer's fencing token " + token,
                "nothing: another writer took over, and what this one was doing is the other's to judge");
    }

    static IacException poisoned(Path directory) {
        return IacException.toolFailed(
                APPENDING,
                directory.toString(),
                "an earlier write whose fate is unknown",
                "a journal whose every byte is known",
                "open the journal anew; that reads back what reached the disk");
    }

    static IacException notWritten(Path directory, IOException cause) {
        return failed(
                APPENDING,
                directory.toString(),
                cause,
                "room and a healthy disk",
                "free space; the record was not kept and its effect must not happen");
    }

    static IacException noRoom(Path directory, long usable, long needed) {
        return IacException.toolFailed(
                "checking that the journal can be written",
                directory.toString(),
                usable + " bytes free",
                "at least " + needed + " bytes and the reserve in place",
                "free space; no run starts or changes anything until then");
    }

    private static IacException failed(String doing, String where, IOException cause, String expected, String next) {
        String found = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new IacException(Kind.TOOL_FAILED, new Problem(doing, where, found, expected, next), List.of(), cause);
    }
}
