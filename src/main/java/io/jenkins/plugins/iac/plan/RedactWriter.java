package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonForms;
import io.jenkins.plugins.iac.json.JsonTape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Writes a plan again as it goes by, with a marker of {@link Redaction} in place of every marked value and of every
 * secret text wherever else it stands. The structure stays, but a value that is marked as a whole becomes one text; null
 * stays null. Resources and changes of a form that went by before are written by {@link RedactForms}.
 *
 * <p>By value, names of members and what the plan says of itself (types, addresses, actions) are searched for secrets
 * other than plain words only: a password {@code secret} must not turn {@code aws_secretsmanager_secret} or the member
 * {@code password} into something else. Values are searched for all.
 */
final class RedactWriter implements PlanVisitor {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private final Redaction redaction;
    private final SecretFinder found;
    private final SecretMatcher all;
    private final SecretMatcher noWords;
    private final Marks marks = new Marks();
    private final Deque<String> modules = new ArrayDeque<>();
    private final byte[] buffer = new byte[BUFFER];
    private int size;
    private boolean separate;
    private JsonTape tape;
    private final Map<Part, RedactForms> forms = new EnumMap<>(Part.class);
    /** Whether the part that comes is of a form that is always taken apart. */
    private boolean refused;

    RedactWriter(OutputStream out, Redaction redaction, SecretFinder found) {
        this.out = out;
        this.redaction = redaction;
        this.found = found;
        this.all = found.masker().matcher();
        this.noWords = all.withoutWords();
        for (Part part : KnownForms.PARTS) {
            forms.put(part, new RedactForms(part, all, noWords, redaction));
        }
    }

    @Override
    public void enterModule(String name) {
        modules.push(SecretFinder.path(modules.peek(), name));
    }

    @Override
    public void leaveModule() {
        modules.pop();
    }

    @Override
    public void beginObject() {
        open('{');
    }

    @Override
    public void key(String name) {
        separate();
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        text(utf8, 0, utf8.length, noWords);
        put(':');
        separate = false;
    }

    @Override
    public void endObject() {
        close('}');
    }

    @Override
    public void beginDeclared() {
        open('{');
    }

    @Override
    public void endDeclared() {
        close('}');
    }

    @Override
    public void beginArray() {
        open('[');
    }

    @Override
    public void element() {
        // What follows separates itself.
    }

    @Override
    public void endArray() {
        close(']');
    }

    @Override
    public void part(Part part, String name, JsonTape over) {
        tape = over;
        part.mark(over, marks.over(over));
        boolean declared = part == Part.VARIABLE || part == Part.MODULE_ARGUMENT;
        if (declared && found.isSensitive(modules.element(), name)) {
            part.markDeclared(over, marks);
        }
        separate();
        if (marks.isEmpty() && isClean(0)) {
            raw(0);
        } else {
            write(0, marks.of(0), RedactMode.of(part, name));
        }
        separate = true;
        RedactForms known = forms.get(part);
        if (known != null && !refused) {
            known.learn(over, marks);
        }
        refused = false;
    }

    @Override
    public JsonForms forms(Part part) {
        RedactForms known = forms.get(part);
        return known == null ? null : known.forms();
    }

    @Override
    public boolean again(Part part, int form) {
        RedactForms known = forms.get(part);
        refused = !known.isWritten(form);
        if (!refused) {
            separate();
            known.write(form, this);
            separate = true;
        }
        return !refused;
    }

    /** Passes everything on; the stream below is flushed, not closed. */
    void finish() {
        try {
            put('\n');
            drain();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(int token, int mark, RedactMode mode) {
        if (mark == Marks.ALL) {
            if (tape.kind(token) == JsonTape.NULL) {
                put(NULL, 0, NULL.length);
            } else {
                marker(token);
            }
            return;
        }
        if (tape.isContainer(token) && marks.settle(token, mark) == Marks.CLEAN && isClean(token)) {
            raw(token);
            return;
        }
        switch (tape.kind(token)) {
            case JsonTape.OBJECT -> {
                put('{');
                int cursor = marks.first(mark);
                for (int name = token + 1; name < tape.after(token); name = tape.after(name + 1)) {
                    if (name > token + 1) {
                        put(',');
                    }
                    string(name, noWords);
                    put(':');
                    int mine = marks.find(mark, cursor, name);
                    write(name + 1, marks.member(mark, mine, name + 1), mode.under(tape, name));
                    cursor = mine < 0 ? cursor : tape.after(mine);
                }
                put('}');
            }
            case JsonTape.ARRAY -> {
                put('[');
                int cursor = marks.first(mark);
                for (int element = token + 1; element < tape.after(token); element = tape.after(element)) {
                    if (element > token + 1) {
                        put(',');
                    }
                    write(element, marks.element(mark, cursor, element), mode);
                    cursor = marks.next(mark, cursor);
                }
                put(']');
            }
            case JsonTape.STRING -> string(token, mode == RedactMode.STRUCTURE ? noWords : all);
            case JsonTape.NUMBER -> number(token);
            default -> raw(token);
        }
    }

    /** A number that is a secret, or has one among its digits, becomes a text. */
    private void number(int token) {
        if (all.find(tape.bytes(), tape.from(token), tape.to(token)) < 0) {
            raw(token);
        } else {
            marker(token);
        }
    }

    /** Whether no secret stands in the text of a value; without escapes, the text is the content. */
    private boolean isClean(int token) {
        return all.isEmpty() || !tape.hasEscapes() && all.find(tape.bytes(), tape.from(token), tape.to(token)) < 0;
    }

    private void string(int token, SecretMatcher matcher) {
        if (matcher.isEmpty()) {
            raw(token);
            return;
        }
        JsonTape.Slice content = tape.content(token);
        if (matcher.find(content.bytes(), content.from(), content.from() + content.length()) < 0) {
            raw(token);
        } else {
            text(content.bytes(), content.from(), content.length(), matcher);
        }
    }

    /** Writes a text as a JSON string, with its secrets replaced. */
    void text(byte[] bytes, int from, int length, SecretMatcher matcher) {
        put('"');
        int end = from + length;
        int at = from;
        for (int hit = matcher.find(bytes, from, end); hit >= 0; hit = matcher.find(bytes, at, end)) {
            escaped(bytes, at, hit);
            int match = matcher.matchAt(bytes, hit, end);
            byte[] marker = redaction.ofText(matcher.secret(match));
            put(marker, 0, marker.length);
            at = hit + matcher.length(match);
        }
        escaped(bytes, at, end);
        put('"');
    }

    private void escaped(byte[] bytes, int from, int to) {
        int plain = from;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= 0 && b < ' ' || b == '"' || b == '\\') {
                put(bytes, plain, i - plain);
                byte[] escape = (b < ' ' ? String.format("\\u%04x", (int) b) : "\\" + (char) b)
                        .getBytes(StandardCharsets.US_ASCII);
                put(escape, 0, escape.length);
                plain = i + 1;
            }
        }
        put(bytes, plain, to - plain);
    }

    private void marker(int token) {
        marker(redaction.of(tape, token));
    }

    /** Writes a marker as a JSON string. */
    void marker(byte[] marker) {
        put('"');
        put(marker, 0, marker.length);
        put('"');
    }

    private int quote(int token) {
        return tape.kind(token) == JsonTape.STRING ? 1 : 0;
    }

    private void raw(int token) {
        int quote = quote(token);
        put(tape.bytes(), tape.from(token) - quote, tape.to(token) - tape.from(token) + 2 * quote);
    }

    private void open(char bracket) {
        separate();
        put(bracket);
        separate = false;
    }

    private void close(char bracket) {
        put(bracket);
        separate = true;
    }

    private void separate() {
        if (separate) {
            put(',');
        }
    }

    private void put(char c) {
        if (size == buffer.length) {
            drain();
        }
        buffer[size++] = (byte) c;
    }

    void put(byte[] bytes, int from, int length) {
        if (length > buffer.length - size) {
            drain();
            if (length > buffer.length) {
                write(bytes, from, length);
                return;
            }
        }
        System.arraycopy(bytes, from, buffer, size, length);
        size += length;
    }

    private void drain() {
        write(buffer, 0, size);
        size = 0;
    }

    private void write(byte[] bytes, int from, int length) {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
