package io.jenkins.plugins.iac.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.Cut;
import java.util.function.Function;

/**
 * A warning or error of a tool, with secrets masked.
 *
 * @param severity {@code error} or {@code warning}
 * @param summary one line
 * @param detail the rest, possibly empty, cut at {@value #LONGEST} characters
 * @param address resource, or empty
 * @param file file name, or empty
 * @param line line in {@code file}, or 0
 */
public record ToolDiagnostic(String severity, String summary, String detail, String address, String file, int line) {
    /** Longest detail that is kept: providers put whole responses there. */
    public static final int LONGEST = 8_000;

    /** What stands for words in which nobody can tell what is secret. */
    static final String WITHHELD = "(withheld)";

    static ToolDiagnostic of(JsonNode node, Function<String, String> masker) {
        JsonNode range = node.path("range");
        return new ToolDiagnostic(
                node.path("severity").asText("error"),
                cut(masker.apply(node.path("summary").asText(""))),
                masker.apply(node.path("detail").asText("")),
                cut(masker.apply(node.path("address").asText(""))),
                cut(masker.apply(range.path("filename").asText(""))),
                range.path("start").path("line").asInt(0));
    }

    /** The same without the tool's own words: its place only. */
    ToolDiagnostic withheld() {
        return new ToolDiagnostic(severity, WITHHELD, "", "", file, line);
    }

    public ToolDiagnostic {
        detail = cut(detail);
    }

    public boolean isError() {
        return severity.equals("error");
    }

    /** Summary, place and detail for a person. */
    public String text() {
        String place = file.isEmpty() ? address : file + (line > 0 ? ":" + line : "");
        return (isError() ? "Error: " : "Warning: ")
                + summary
                + (place.isEmpty() ? "" : " (" + place + ")")
                + (detail.isBlank() ? "" : "\n" + detail.strip());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : Cut.start(text, LONGEST) + " [cut]";
    }
}
