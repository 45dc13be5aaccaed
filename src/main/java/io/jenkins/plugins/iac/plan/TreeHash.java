package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * Builds the normalised hash of a plan's JSON (version 1) front to back. Every value has a code; the codes of small
 * values are themselves, those of larger ones are hashes, so that memory is bounded by one object and not by the plan.
 *
 * <pre>
 * code(null)       = 'n'
 * code(true)       = 't'            code(false) = 'f'
 * code(number)     = 'd' len text   the literal text as it stands: 1, 1.0 and 1e0 differ
 * code(string)     = 's' len utf8   up to 256 bytes of UTF-8 after escapes are undone
 *                  = 'S' SHA-256('s' utf8)                       longer ones
 * code(array)      = 'A' SHA-256('a' code(element) ...)          in order
 * code(object)     = 'O' SHA-256('o' (len key code(value)) ...)  sorted by the keys' UTF-8 bytes, unsigned
 * code(sensitive)  = 'x'            whatever is there, null included
 * len              = length in bytes, four bytes, big-endian
 * planJson         = SHA-256("iac-runners/plan-json/1\n" code(document))
 * </pre>
 *
 * <p>No code is a prefix of another, and each kind of hash has its own first byte, so two documents with one hash have
 * equal values. A name that stands twice is an error in the plan's own structure; inside a resource's values both members
 * count, in their order (such files exist, and dropping either would hide it). Not safe for use by several threads.
 */
final class TreeHash extends MemberOrder {
    static final String DOMAIN = "iac-runners/plan-json/1\n";
    private static final int FLUSH = 1 << 14;

    private final SensitiveValues seen;
    private Frame frame = new Frame(null);

    /** Is shown every value that is hashed as sensitive. */
    interface SensitiveValues {
        /** Does nothing. */
        SensitiveValues IGNORED = (tape, token) -> {};

        void see(JsonTape tape, int token);
    }

    /** For a few values. */
    TreeHash() {
        this(SensitiveValues.IGNORED);
    }

    TreeHash(SensitiveValues seen) {
        this.seen = seen;
    }

    /** A container that is open: where its part of the buffer and of the members starts. */
    private static final class Frame {
        final Frame outer;
        Frame inner;
        int from;
        int firstMember;
        boolean sorted;
        boolean strict;
        /** Set once an array outgrew {@link #FLUSH}; its codes then go straight into a digest of its own. */
        MessageDigest digest;

        Frame(Frame outer) {
            this.outer = outer;
        }
    }

    /** Opens an object; {@code strict} refuses a name that stands twice. */
    void beginObject(boolean strict) {
        enter('o');
        frame.strict = strict;
        frame.firstMember = memberCount;
        frame.sorted = true;
    }

    /** A member's name; its value's code comes next. */
    void key(byte[] bytes, int from, int length) {
        boolean compare = memberCount > frame.firstMember && frame.sorted;
        int order = add(bytes, from, length, compare);
        if (compare) {
            if (order == 0 && frame.strict) {
                throw duplicate();
            }
            frame.sorted = order <= 0;
        }
    }

    void key(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        key(utf8, 0, utf8.length);
    }

    void endObject() {
        if (!frame.sorted) {
            sort(frame.from + 1, frame.firstMember, frame.strict);
        }
        memberCount = frame.firstMember;
        leave('O');
    }

    void beginArray() {
        enter('a');
        frame.digest = null;
    }

    /** Called after each element, so that a long array takes no memory. */
    void element() {
        if (size - frame.from >= FLUSH) {
            if (frame.digest == null) {
                frame.digest = Sha256.digest();
            }
            frame.digest.update(pending, frame.from, size - frame.from);
            size = frame.from;
        }
    }

    void endArray() {
        MessageDigest digest = frame.digest;
        if (digest == null) {
            leave('A');
        } else {
            digest.update(pending, frame.from, size - frame.from);
            frame.digest = null;
            size = frame.from;
            frame = frame.outer;
            put((byte) 'A');
            hash(digest);
        }
    }

    /** Puts the codes of an array's elements whose order does not count. */
    void set(List<byte[]> codes) {
        codes.sort(Arrays::compareUnsigned);
        codes.forEach(code -> {
            putCode(code);
            element();
        });
    }

    void sensitive() {
        put((byte) 'x');
    }

    /** The value that a tape is, with the places that are to be constants. */
    void value(JsonTape tape, Marks marks) {
        value(tape, 0, marks.of(0), marks);
    }

    /** A value of a tape. */
    void value(JsonTape tape, int token, int mark, Marks marks) {
        if (mark == Marks.ALL) {
            seen.see(tape, token);
            sensitive();
        } else if (tape.kind(token) == JsonTape.ARRAY) {
            array(tape, token, mark, marks);
        } else if (tape.kind(token) == JsonTape.OBJECT) {
            object(tape, token, mark, marks);
        } else {
            scalar(tape, token);
        }
    }

    private void scalar(JsonTape tape, int token) {
        switch (tape.kind(token)) {
            case JsonTape.STRING -> string(tape, token);
            case JsonTape.NUMBER -> sized('d', tape.bytes(), tape.from(token), tape.to(token) - tape.from(token));
            case JsonTape.TRUE -> put((byte) 't');
            case JsonTape.FALSE -> put((byte) 'f');
            default -> put((byte) 'n');
        }
    }

    private void array(JsonTape tape, int token, int mark, Marks marks) {
        beginArray();
        int end = tape.after(token);
        int cursor = marks.first(mark);
        for (int element = token + 1; element < end; element = tape.after(element)) {
            value(tape, element, marks.element(mark, cursor, element), marks);
            cursor = marks.next(mark, cursor);
            element();
        }
        endArray();
    }

    private void object(JsonTape tape, int token, int mark, Marks marks) {
        beginObject(marks.isStrict(token));
        int end = tape.after(token);
        int cursor = marks.first(mark);
        for (int name = token + 1; name < end; name = tape.after(name + 1)) {
            name(tape, name);
            int found = marks.find(mark, cursor, name);
            value(tape, name + 1, marks.member(mark, found, name + 1), marks);
            cursor = found < 0 ? cursor : tape.after(found);
        }
        endObject();
    }

    private void name(JsonTape tape, int token) {
        JsonTape.Slice content = tape.content(token);
        key(content.bytes(), content.from(), content.length());
    }

    private void string(JsonTape tape, int token) {
        JsonTape.Slice content = tape.content(token);
        string(content.bytes(), content.from(), content.length());
    }

    /** A text of our own. */
    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        string(utf8, 0, utf8.length);
    }

    /** The hash of the whole, once its one value is complete. */
    Sha256 finish() {
        shared.update(DOMAIN.getBytes(StandardCharsets.US_ASCII));
        shared.update(pending, 0, size);
        return Sha256.finish(shared.digest());
    }

    /** What is hashed begins with the byte that says what kind it is. */
    private void enter(char domain) {
        if (frame.inner == null) {
            frame.inner = new Frame(frame);
        }
        frame = frame.inner;
        frame.from = size;
        put((byte) domain);
    }

    private void leave(char tag) {
        int from = frame.from;
        frame = frame.outer;
        shared.update(pending, from, size - from);
        size = from;
        put((byte) tag);
        hash(shared);
    }
}
