package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.IacException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds any of many texts in bytes, all at once: Wu and Manber's search over the first six bytes of each, which skips
 * most of the text, then a look into a table of those prefixes. The longest text that starts at a place is the one found.
 * Immutable, safe for use by several threads.
 */
final class SecretMatcher {
    /** Length of the prefixes searched for; no text is shorter. */
    static final int PREFIX = SecretForms.LEAST;

    private static final int SKIP = PREFIX - 1;
    /** Bound on all texts together, each with what it costs to keep it: less than half of the smallest heap we run in. */
    private static final long MAX_BYTES = 24 << 20;

    private static final int OVERHEAD = 48;
    /** Texts are sorted by so many bytes at once; fewer texts, or those that are alike for longer, are compared two by two. */
    private static final int KEY = 5;

    private static final int COUNT_BITS = 3;
    private static final int COUNT = (1 << COUNT_BITS) - 1;
    /** No more texts than this has numbers fit into {@link #MAX_BYTES}. */
    private static final int PLACE_BITS = 20;

    private static final int FEW = 24;
    private static final int DEEPEST = 16 * KEY;
    private static final Comparator<Form> BY_TEXT = Comparator.comparing(Form::text, Arrays::compareUnsigned);

    /** Sorted by bytes; equal prefixes stand together. */
    private final byte[][] texts;
    /** Of which secret each is a form. */
    private final String[] secrets;
    /** Which texts are plain words, and which are not to be found. */
    private final BitSet words;

    private final BitSet skipped;

    private final byte[] shift;
    private final long[] prefixes;
    private final int[] first;
    private final int longest;

    private record Form(byte[] text, String secret) {}

    private SecretMatcher(Form[] forms) {
        texts = new byte[forms.length][];
        secrets = new String[forms.length];
        words = new BitSet(forms.length);
        skipped = new BitSet();
        int most = 0;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = forms[i].text();
            secrets[i] = forms[i].secret();
            words.set(i, isWord(texts[i]));
            most = Math.max(most, texts[i].length);
        }
        longest = most;
        if (texts.length == 0) {
            shift = new byte[0];
            prefixes = new long[0];
            first = new int[0];
            return;
        }
        shift = new byte[1 << 16];
        Arrays.fill(shift, (byte) SKIP);
        int size = Integer.highestOneBit(texts.length * 2) << 1;
        prefixes = new long[size];
        first = new int[size];
        Arrays.fill(first, -1);
        for (int i = 0; i < texts.length; i++) {
            byte[] text = texts[i];
            for (int end = 2; end <= PREFIX; end++) {
                int block = block(text, end - 2);
                shift[block] = (byte) Math.min(shift[block], PREFIX - end);
            }
            long prefix = prefix(text, 0);
            if (i == 0 || prefix(texts[i - 1], 0) != prefix) {
                int slot = slot(prefix);
                prefixes[slot] = prefix;
                first[slot] = i;
            }
        }
    }

    /** The same over other tables of one and the same content. */
    private SecretMatcher(SecretMatcher of, BitSet skipped) {
        texts = of.texts;
        secrets = of.secrets;
        words = of.words;
        shift = of.shift;
        prefixes = of.prefixes;
        first = of.first;
        longest = of.longest;
        this.skipped = skipped;
    }

    /**
     * A matcher for all forms of these secrets; those of fewer than {@link #PREFIX} characters are left out.
     *
     * @throws IacException of bad input if there are more than can be remembered: none of them is let through
     */
    static SecretMatcher of(Collection<String> secrets) {
        List<Form> forms = new ArrayList<>();
        long size = 0;
        for (String secret : secrets) {
            if (SecretForms.isLong(secret) || SecretForms.isLongNumber(secret)) {
                for (String form : SecretForms.of(secret)) {
                    byte[] text = form.getBytes(StandardCharsets.UTF_8);
                    size += text.length + OVERHEAD;
                    if (size > MAX_BYTES) {
                        throw SecretFinder.tooMany(MAX_BYTES);
                    }
                    forms.add(new Form(text, secret));
                }
            }
        }
        Form[] sorted = forms.toArray(Form[]::new);
        sort(sorted, 0, sorted.length, 0);
        List<Form> distinct = new ArrayList<>(forms.size());
        for (Form form : sorted) {
            if (distinct.isEmpty()
                    || !Arrays.equals(distinct.get(distinct.size() - 1).text(), form.text())) {
                distinct.add(form);
            }
        }
        return new SecretMatcher(distinct.toArray(Form[]::new));
    }

    /**
     * Sorts texts that are alike in their first {@code at} bytes by the next few, as numbers, which is several times as
     * fast as to compare them two by two; then those that are alike in these as well. Equal ones stay in their order.
     */
    private static void sort(Form[] forms, int from, int to, int at) {
        if (to - from < FEW || at >= DEEPEST) {
            Arrays.sort(forms, from, to, BY_TEXT);
            return;
        }
        long[] keys = new long[to - from];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(forms[from + i].text(), at) << PLACE_BITS | i;
        }
        Arrays.sort(keys);
        Form[] before = Arrays.copyOfRange(forms, from, to);
        for (int i = 0; i < keys.length; i++) {
            forms[from + i] = before[(int) (keys[i] & (1 << PLACE_BITS) - 1)];
        }
        int first = 0;
        for (int next = 1; next <= keys.length; next++) {
            long key = keys[first] >>> PLACE_BITS;
            if (next == keys.length || keys[next] >>> PLACE_BITS != key) {
                // Those that end here are equal.
                if ((key & COUNT) == KEY) {
                    sort(forms, from + first, from + next, at + KEY);
                }
                first = next;
            }
        }
    }

    /** The bytes of a text from a place on, as a number, and how many of them there are: what ends earlier comes first. */
    private static long key(byte[] text, int at) {
        int count = Math.min(KEY, text.length - at);
        long key = 0;
        for (int i = 0; i < KEY; i++) {
            key = key << Byte.SIZE | (i < count ? text[at + i] & 0xff : 0);
        }
        return key << COUNT_BITS | count;
    }

    /** One over the same tables that finds no plain words: no shorter text can stand at the start of a word but a word. */
    SecretMatcher withoutWords() {
        return new SecretMatcher(this, words);
    }

    boolean isEmpty() {
        return texts.length == 0;
    }

    /** Length in bytes of the longest text. */
    int longest() {
        return longest;
    }

    /** Where the first text found starts, or -1; see {@link #matchAt} for which it is. */
    int find(byte[] bytes, int from, int to) {
        if (texts.length == 0) {
            return -1;
        }
        int last = to - PREFIX;
        for (int at = from; at <= last; ) {
            int skip = shift[block(bytes, at + PREFIX - 2)];
            if (skip > 0) {
                at += skip;
            } else if (matchAt(bytes, at, to) >= 0) {
                return at;
            } else {
                at++;
            }
        }
        return -1;
    }

    /** The longest text that stands at this place, by its number, or -1. */
    int matchAt(byte[] bytes, int at, int to) {
        if (first[slot(prefix(bytes, at))] < 0) {
            return -1;
        }
        int end = Math.min(to, at + longest);
        while (end - at >= PREFIX) {
            // Whatever stands here is not sorted after what stands here; the nearest before is it, or shares its start.
            int candidate = notAfter(bytes, at, end);
            if (candidate < 0) {
                return -1;
            }
            byte[] text = texts[candidate];
            int differs = Arrays.mismatch(text, 0, text.length, bytes, at, end);
            if (differs < 0 || differs == text.length) {
                return skipped.get(candidate) ? -1 : candidate;
            }
            end = at + differs;
        }
        return -1;
    }

    private int notAfter(byte[] bytes, int from, int to) {
        int low = 0;
        int high = texts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(texts[middle], 0, texts[middle].length, bytes, from, to) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    int length(int match) {
        return texts[match].length;
    }

    String secret(int match) {
        return secrets[match];
    }

    /**
     * The first place from which all bytes, {@code least} of them or more, may be the start of a text of which more is to
     * come; the end if there is none.
     */
    int hold(byte[] bytes, int to, int least) {
        for (int at = Math.max(0, to - longest + 1); at <= to - least; at++) {
            if (isStart(bytes, at, to)) {
                return at;
            }
        }
        return to;
    }

    private boolean isStart(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length >= PREFIX && first[slot(prefix(bytes, from))] < 0) {
            return false;
        }
        int low = 0;
        int high = texts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(texts[middle], 0, texts[middle].length, bytes, from, to) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < texts.length && i <= low + 1; i++) {
            if (texts[i].length > length && Arrays.equals(texts[i], 0, length, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(byte[] text) {
        for (byte b : text) {
            if ((b < 'a' || b > 'z') && b != '_') {
                return false;
            }
        }
        return true;
    }

    private int slot(long prefix) {
        int mask = first.length - 1;
        long mixed = prefix * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 40) & mask;
        while (first[slot] >= 0 && prefixes[slot] != prefix) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int block(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static long prefix(byte[] bytes, int at) {
        long prefix = 0;
        for (int i = 0; i < PREFIX; i++) {
            prefix = prefix << 8 | bytes[at + i] & 0xff;
        }
        return prefix;
    }
}
