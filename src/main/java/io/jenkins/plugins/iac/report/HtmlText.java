package io.jenkins.plugins.iac.report;

/** Collects HTML from two sorts of text that cannot be mixed up: markup of ours and text of others. */
final class HtmlText {
    private final StringBuilder out = new StringBuilder();

    /** Markup written in this program, never a value. */
    HtmlText raw(String markup) {
        out.append(markup);
        return this;
    }

    /** A value, escaped. */
    HtmlText text(String value) {
        out.append(Escape.html(value));
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
