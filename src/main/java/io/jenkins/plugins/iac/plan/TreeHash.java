package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
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
final class TreeHash {
    static final String DOMAIN = "iac-runners/plan-json/1\n";
    static final int INLINE = 256;
    private static final int HASH = 32;
    private static final int FLUSH = 1 << 14;
    private static final int MAX_PENDING = 16 << 20;

    private final MessageDigest shared = Sha256.digest();
    private byte[] pending = new byte[1 << 14];
    private int size;
    private int[] members = new int[256];
    private int memberCount;
    private Frame frame = new Frame(null);

    /** A container that is open: where its part of {@link #pending} and of {@link #members} starts. */
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
        enter();
        frame.strict = strict;
        frame.firstMember = memberCount;
        frame.sorted = true;
    }

    /** A member's name; its value's code comes next. */
    void key(byte[] bytes, int from, int length) {
        if (memberCount == members.length) {
            members = Arrays.copyOf(members, memberCount * 2);
        }
        if (memberCount > frame.firstMember && frame.sorted) {
            int last = members[memberCount - 1];
            int order = Arrays.compareUnsigned(pending, last + 4, last + 4 + length(last), bytes, from, from + length);
            if (order == 0 && frame.strict) {
                throw duplicate(last);
            }
            frame.sorted = order <= 0;
        }
        members[memberCount++] = size;
        length4(length);
        put(bytes, from, length);
    }

    void key(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        key(utf8, 0, utf8.length);
    }

    void endObject() {
        int first = frame.firstMember;
        shared.update((byte) 'o');
        if (frame.sorted) {
            shared.update(pending, frame.from, size - frame.from);
        } else {
            updateSorted(first);
        }
        memberCount = first;
        leave('O', shared);
    }

    void beginArray() {
        enter();
        frame.digest = null;
    }

    /** Called after each element, so that a long array takes no memory. */
    void element() {
        if (size - frame.from >= FLUSH) {
            if (frame.digest == null) {
                frame.digest = Sha256.digest();
                frame.digest.update((byte) 'a');
            }
            frame.digest.update(pending, frame.from, size - frame.from);
            size = frame.from;
        }
    }

    void endArray() {
        MessageDigest digest = frame.digest;
        if (digest == null) {
            digest = shared;
            digest.update((byte) 'a');
        }
        digest.update(pending, frame.from, size - frame.from);
        frame.digest = null;
        leave('A', digest);
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

    /** A value of a tape, with the places that are to be constants. */
    void value(JsonTape tape, int token, Marks marks) {
        value(tape, token, marks.of(token), marks);
    }

    void value(JsonTape tape, int token, int mark, Marks marks) {
        if (mark == Marks.ALL) {
            sensitive();
            return;
        }
        switch (tape.kind(token)) {
            case JsonTape.NULL -> put((byte) 'n');
            case JsonTape.TRUE -> put((byte) 't');
            case JsonTape.FALSE -> put((byte) 'f');
            case JsonTape.NUMBER -> {
                put((byte) 'd');
                int length = tape.to(token) - tape.from(token);
                length4(length);
                put(tape.bytes(), tape.from(token), length);
            }
            case JsonTape.STRING -> string(tape, token);
            case JsonTape.ARRAY -> {
                beginArray();
                int cursor = marks.first(mark);
                for (int element = token + 1; element < tape.after(token); element = tape.after(element)) {
                    value(tape, element, marks.element(mark, cursor, element), marks);
                    cursor = marks.next(mark, cursor);
                    element();
                }
                endArray();
            }
            default -> {
                beginObject(false);
                int cursor = marks.first(mark);
                for (int name = token + 1; name < tape.after(token); name = tape.after(name + 1)) {
                    name(tape, name);
                    int found = marks.find(mark, cursor, name);
                    value(tape, name + 1, marks.member(mark, found, name + 1), marks);
                    cursor = found < 0 ? cursor : tape.after(found);
                }
                endObject();
            }
        }
    }

    private void name(JsonTape tape, int token) {
        if (tape.isEscaped(token)) {
            JsonTape.Slice content = tape.content(token);
            key(content.bytes(), content.from(), content.length());
        } else {
            key(tape.bytes(), tape.from(token), tape.to(token) - tape.from(token));
        }
    }

    private void string(JsonTape tape, int token) {
        if (tape.isEscaped(token)) {
            JsonTape.Slice content = tape.content(token);
            string(content.bytes(), content.from(), content.length());
        } else {
            string(tape.bytes(), tape.from(token), tape.to(token) - tape.from(token));
        }
    }

    private void string(byte[] bytes, int from, int length) {
        if (length <= INLINE) {
            put((byte) 's');
            length4(length);
            put(bytes, from, length);
        } else {
            shared.update((byte) 's');
            shared.update(bytes, from, length);
            put((byte) 'S');
            hash(shared);
        }
    }

    /** A text of our own. */
    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        string(utf8, 0, utf8.length);
    }

    /** Takes the code made last out again, for a place that is decided later. */
    byte[] takeCode(int from) {
        byte[] code = Arrays.copyOfRange(pending, from, size);
        size = from;
        return code;
    }

    void putCode(byte[] code) {
        put(code, 0, code.length);
    }

    /** Where the next code will start; for {@link #takeCode}. */
    int place() {
        return size;
    }

    /** The hash of the whole, once its one value is complete. */
    Sha256 finish() {
        shared.update(DOMAIN.getBytes(StandardCharsets.US_ASCII));
        shared.update(pending, 0, size);
        return Sha256.finish(shared.digest());
    }

    private void updateSorted(int first) {
        int count = memberCount - first;
        Integer[] order = new Integer[count];
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
            ends[i] = i + 1 < count ? members[first + i + 1] : size;
        }
        Arrays.sort(order, (a, b) -> compareKeys(members[first + a], members[first + b]));
        for (int i = 0; i < count; i++) {
            int member = members[first + order[i]];
            if (frame.strict && i > 0 && compareKeys(members[first + order[i - 1]], member) == 0) {
                throw duplicate(member);
            }
            shared.update(pending, member, ends[order[i]] - member);
        }
    }

    private int compareKeys(int a, int b) {
        return Arrays.compareUnsigned(pending, a + 4, a + 4 + length(a), pending, b + 4, b + 4 + length(b));
    }

    private IacException duplicate(int member) {
        shared.reset();
        return IacException.badInput(
                "reading the plan",
                "an object",
                "the name " + new String(pending, member + 4, length(member), StandardCharsets.UTF_8) + " twice",
                "each name once",
                "make the file again with the tool's show -json; do not edit it");
    }

    private int length(int member) {
        return pending[member] << 24
                | (pending[member + 1] & 0xff) << 16
                | (pending[member + 2] & 0xff) << 8
                | pending[member + 3] & 0xff;
    }

    private void enter() {
        if (frame.inner == null) {
            frame.inner = new Frame(frame);
        }
        frame = frame.inner;
        frame.from = size;
    }

    private void leave(char tag, MessageDigest digest) {
        size = frame.from;
        frame = frame.outer;
        put((byte) tag);
        hash(digest);
    }

    private void hash(MessageDigest digest) {
        room(HASH);
        try {
            digest.digest(pending, size, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException("room was made for the hash", e);
        }
        size += HASH;
    }

    private void length4(int length) {
        room(4);
        pending[size++] = (byte) (length >>> 24);
        pending[size++] = (byte) (length >>> 16);
        pending[size++] = (byte) (length >>> 8);
        pending[size++] = (byte) length;
    }

    private void put(byte b) {
        room(1);
        pending[size++] = b;
    }

    private void put(byte[] bytes, int from, int length) {
        room(length);
        System.arraycopy(bytes, from, pending, size, length);
        size += length;
    }

    private void room(int more) {
        if (pending.length - size < more) {
            if (size + more > MAX_PENDING) {
                throw IacException.badInput(
                        "reading the plan",
                        "an object",
                        "an object with more than " + MAX_PENDING + " bytes of names and small values",
                        "at most that many in one object",
                        "split the stack, or keep such data out of the state");
            }
            pending = Arrays.copyOf(pending, Math.max(size + more, pending.length * 2));
        }
    }
}
