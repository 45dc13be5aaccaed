package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.IacException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The members of the objects that are open, and their order by name: UTF-8 bytes, unsigned. */
class MemberOrder extends CodeBuffer {
    private static final int FEW = 32;

    /** Where the members of open objects start, and the first eight bytes of their names, which mostly tell the order. */
    private int[] members = new int[256];

    private long[] starts = new long[256];
    int memberCount;
    private final int[][] orders = new int[FEW][];
    private byte[] sorted = new byte[1 << 10];

    /** Adds a member, whose value's code comes next; tells how its name compares with that of the one before, if asked. */
    final int add(byte[] bytes, int from, int length, boolean compare) {
        if (memberCount == members.length) {
            members = Arrays.copyOf(members, memberCount * 2);
            starts = Arrays.copyOf(starts, memberCount * 2);
        }
        members[memberCount] = size;
        starts[memberCount] = start(bytes, from, length);
        sized(bytes, from, length);
        memberCount++;
        return compare ? compareKeys(memberCount - 2, memberCount - 1) : -1;
    }

    /** An error that names the member added last. */
    final IacException duplicate() {
        return duplicate(members[memberCount - 1]);
    }

    /** Brings the members from {@code first} on, whose bytes begin at {@code from}, into the order of their keys, those with one key as they stand. */
    final void sort(int from, int first, boolean strict) {
        int count = memberCount - first;
        int[] order = count <= FEW ? few(first, count) : mergeSort(first, count);
        int length = size - from;
        if (sorted.length < length) {
            sorted = new byte[Math.max(length, 2 * sorted.length)];
        }
        int n = 0;
        for (int i = 0; i < count; i++) {
            int member = first + order[i];
            if (strict && i > 0 && compareKeys(first + order[i - 1], member) == 0) {
                throw duplicate(members[member]);
            }
            int end = member + 1 < memberCount ? members[member + 1] : size;
            System.arraycopy(pending, members[member], sorted, n, end - members[member]);
            n += end - members[member];
        }
        System.arraycopy(sorted, 0, pending, from, n);
    }

    /** Neighbours in a plan mostly have the same names: the order of the last object of this size is tried first. */
    private int[] few(int first, int count) {
        int[] order = orders[count - 1];
        if (order == null) {
            order = new int[count];
            orders[count - 1] = order;
        } else if (isOrder(order, first, count)) {
            return order;
        }
        for (int i = 0; i < count; i++) {
            int at = i;
            while (at > 0 && compareKeys(first + order[at - 1], first + i) > 0) {
                order[at] = order[--at];
            }
            order[at] = i;
        }
        return order;
    }

    /** Whether this order is strictly that of the keys; then there is no other. */
    private boolean isOrder(int[] order, int first, int count) {
        for (int i = 1; i < count; i++) {
            if (compareKeys(first + order[i - 1], first + order[i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    private int[] mergeSort(int first, int count) {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> compareKeys(first + a, first + b));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    final int compareKeys(int a, int b) {
        int order = Long.compareUnsigned(starts[a], starts[b]);
        if (order != 0) {
            return order;
        }
        int from = members[a] + 4;
        int other = members[b] + 4;
        return Arrays.compareUnsigned(
                pending, from, from + length(members[a]), pending, other, other + length(members[b]));
    }

    final IacException duplicate(int member) {
        shared.reset();
        return UniqueNames.twice(new String(pending, member + 4, length(member), StandardCharsets.UTF_8));
    }

    private int length(int member) {
        return pending[member] << 24
                | (pending[member + 1] & 0xff) << 16
                | (pending[member + 2] & 0xff) << 8
                | pending[member + 3] & 0xff;
    }
}
