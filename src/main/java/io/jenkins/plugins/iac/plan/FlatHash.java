package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.json.Limits;
import java.security.DigestException;
import java.util.Arrays;

/**
 * Makes the code of a whole tape as {@link TreeHash} does, and several times as fast: without recursion, without moving a
 * code more than once, and without hashing again what was just hashed. It goes over the containers twice. Front to back
 * it settles which values are constants and which codes are known: those of empty ones, of one that stands a second time
 * beside the first, and of those that {@link CodeMemo} has. Back to front, so that what is inside comes first, it hashes
 * the rest.
 *
 * <p>Takes tapes of up to {@link #MOST_TOKENS} without escapes in names; anything else is for {@link TreeHash} itself. Not
 * safe for use by several threads.
 */
final class FlatHash implements Marks.Placed {
    static final int MOST_TOKENS = 1 << 16;

    private static final int HASH = CodeBuffer.HASH;
    /** What a name and a value need at most, beside their texts, with what a quick copy writes too much. */
    private static final int ROOM = 64;

    /** No text but a string is longer, and of a longer string only a hash is put. */
    private static final int TEXT = Math.max(TreeHash.INLINE, Limits.NUMBER_LENGTH);

    private static final byte SECRET = 1;
    private static final byte MARKED = 2;
    private static final int EMPTY_OBJECT = 0;
    private static final int EMPTY_ARRAY = 1;
    private static final int KNOWN = 2;

    private final CodeBuffer out;
    private final TreeHash.SensitiveValues seen;
    private final CodeMemo memo = new CodeMemo();
    private final NameOrder names = new NameOrder();

    private JsonTape tape;
    private Marks marks;
    /** Of each token: whether it is a constant, or has marks inside, which then stand at this token. */
    private byte[] flags = new byte[1 << 8];

    private int[] trees = new int[1 << 8];
    /** Of each container: which of the codes is its own. */
    private int[] places = new int[1 << 8];

    private byte[] codes = new byte[HASH << 8];
    private int count;
    /** The containers that are to be hashed, and where the memo may keep their codes. */
    private int[] open = new int[1 << 8];

    private int[] slots = new int[1 << 8];
    private int openCount;

    FlatHash(CodeBuffer out, TreeHash.SensitiveValues seen) {
        this.out = out;
        this.seen = seen;
        out.put((byte) 'o');
        digest(0, EMPTY_OBJECT);
        out.put((byte) 'a');
        digest(0, EMPTY_ARRAY);
    }

    static boolean takes(JsonTape tape) {
        return tape.size() <= MOST_TOKENS && !tape.hasEscapedNames();
    }

    /** Puts the code of the value that the tape is. */
    void value(JsonTape ofTape, Marks ofMarks) {
        tape = ofTape;
        marks = ofMarks;
        clear(tape.size());
        marks.forEach(this);
        settle();
        while (openCount > 0) {
            int token = open[--openCount];
            int from = out.size;
            if (tape.kind(token) == JsonTape.OBJECT) {
                object(token);
            } else {
                array(token);
            }
            digest(from, places[token]);
            memo.keep(slots[openCount], tape, token, tree(token), codes, places[token] * HASH);
        }
        out.room(ROOM + length(0));
        out.size = put(out.pending, out.size, 0);
    }

    private void clear(int size) {
        if (flags.length < size) {
            int wider = Math.max(size, 2 * flags.length);
            flags = new byte[wider];
            trees = new int[wider];
            places = new int[wider];
        } else {
            Arrays.fill(flags, 0, size, (byte) 0);
        }
        count = KNOWN;
        openCount = 0;
    }

    /** Goes over the containers front to back; notes those whose codes are to be made. */
    private void settle() {
        int size = tape.size();
        int token = 0;
        while (token < size) {
            if (!tape.isContainer(token)) {
                token++;
                continue;
            }
            int after = tape.after(token);
            byte flag = flags[token];
            if (flag == SECRET) {
                token = after;
                continue;
            }
            if (after == token + 1) {
                places[token] = tape.kind(token) == JsonTape.OBJECT ? EMPTY_OBJECT : EMPTY_ARRAY;
                token = after;
                continue;
            }
            int tree = flag == MARKED ? trees[token] : Marks.NONE;
            int settled = marks.settle(token, tree);
            int slot = CodeMemo.TOO_LONG;
            if (settled != Marks.NONE) {
                int twin = tape.twin(token);
                if (twin >= 0 && isLike(twin, settled, tree)) {
                    places[token] = places[twin];
                    token = after;
                    continue;
                }
                room();
                slot = memo.find(tape, token, settled, codes, count * HASH);
                if (slot == CodeMemo.FOUND) {
                    places[token] = count++;
                    token = after;
                    continue;
                }
            }
            room();
            places[token] = count++;
            open[openCount] = token;
            slots[openCount++] = slot;
            if (tree >= 0) {
                marks.spread(token, tree, this);
            }
            token++;
        }
    }

    /** Whether an earlier container with the same text has the same marks, and so the same code. */
    private boolean isLike(int twin, int settled, int tree) {
        if (flags[twin] == SECRET) {
            return false;
        }
        int other = tree(twin);
        int otherSettled = marks.settle(twin, other);
        return settled == otherSettled || tree >= 0 && other >= 0 && sameText(other, tree);
    }

    private void room() {
        if (codes.length < (count + 1) * HASH) {
            codes = Arrays.copyOf(codes, codes.length * 2);
        }
        if (openCount == open.length) {
            open = Arrays.copyOf(open, openCount * 2);
            slots = Arrays.copyOf(slots, openCount * 2);
        }
    }

    private int tree(int token) {
        return flags[token] == MARKED ? trees[token] : Marks.NONE;
    }

    private boolean sameText(int a, int b) {
        return Arrays.equals(tape.bytes(), tape.from(a), tape.to(a), tape.bytes(), tape.from(b), tape.to(b));
    }

    /** Takes a mark of a value; of {@link Marks}. */
    @Override
    public void put(int value, int mark) {
        if (mark == Marks.ALL) {
            flags[value] = SECRET;
            seen.see(tape, value);
        } else if (mark >= 0) {
            flags[value] = MARKED;
            trees[value] = mark;
        }
    }

    private void object(int token) {
        boolean strict = marks.isStrict(token);
        int size = names.over(tape, token, strict);
        byte[] bytes = tape.bytes();
        out.put((byte) 'o');
        for (int i = 0; i < size; i++) {
            int name = names.name(i);
            int from = tape.from(name);
            int length = tape.to(name) - from;
            out.room(ROOM + length + length(name + 1));
            out.size = put(out.pending, CodeBuffer.sized(out.pending, out.size, bytes, from, length), name + 1);
        }
    }

    private void array(int token) {
        int end = tape.after(token);
        out.put((byte) 'a');
        for (int element = token + 1; element < end; element = tape.after(element)) {
            out.room(ROOM + length(element));
            out.size = put(out.pending, out.size, element);
        }
    }

    private int length(int token) {
        return Math.min(tape.to(token) - tape.from(token), TEXT);
    }

    /** Puts a value's code at a place where there is room, and returns the place after it. */
    private int put(byte[] to, int at, int token) {
        if (flags[token] == SECRET) {
            to[at] = 'x';
            return at + 1;
        }
        switch (tape.kind(token)) {
            case JsonTape.STRING -> {
                return string(to, at, token);
            }
            case JsonTape.NUMBER -> {
                to[at] = 'd';
                int from = tape.from(token);
                return CodeBuffer.sized(to, at + 1, tape.bytes(), from, tape.to(token) - from);
            }
            case JsonTape.OBJECT, JsonTape.ARRAY -> {
                to[at] = (byte) (tape.kind(token) == JsonTape.OBJECT ? 'O' : 'A');
                System.arraycopy(codes, places[token] * HASH, to, at + 1, HASH);
                return at + 1 + HASH;
            }
            default -> {
                to[at] = (byte)
                        (tape.kind(token) == JsonTape.TRUE ? 't' : tape.kind(token) == JsonTape.FALSE ? 'f' : 'n');
                return at + 1;
            }
        }
    }

    private int string(byte[] to, int at, int token) {
        byte[] bytes = tape.bytes();
        int from = tape.from(token);
        int length = tape.to(token) - from;
        if (tape.isEscaped(token)) {
            JsonTape.Slice content = tape.content(token);
            bytes = content.bytes();
            from = content.from();
            length = content.length();
        }
        if (length <= TreeHash.INLINE) {
            to[at] = 's';
            return CodeBuffer.sized(to, at + 1, bytes, from, length);
        }
        to[at] = 'S';
        out.shared.update((byte) 's');
        out.shared.update(bytes, from, length);
        return finish(to, at + 1);
    }

    /** Hashes what was put from a place on, and takes it away. */
    private void digest(int from, int place) {
        out.shared.update(out.pending, from, out.size - from);
        out.size = from;
        finish(codes, place * HASH);
    }

    private int finish(byte[] to, int at) {
        try {
            return at + out.shared.digest(to, at, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException("there is room for the hash", e);
        }
    }
}
