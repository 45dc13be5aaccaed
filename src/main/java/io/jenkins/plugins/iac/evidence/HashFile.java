package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The hashes of every complete subtree, 32 bytes each, in the order in which they become known: a leaf, then each subtree
 * that it completes, smallest first. Adding a leaf appends; any subtree is found by its place. Everything in it follows
 * from the records and can be made again from them, so it needs no sync of its own.
 */
final class HashFile implements Closeable {
    private static final int BYTES = 32;
    private final FileChannel channel;
    private long leaves;

    private HashFile(FileChannel channel, long leaves) {
        this.channel = channel;
        this.leaves = leaves;
    }

    /** Opens the file, dropping a part of a leaf's hashes that was not written to its end. */
    static HashFile open(Path file) throws IOException {
        FileChannel channel = DurableFiles.open(file);
        long hashes = channel.size() / BYTES;
        long leaves = leavesOf(hashes);
        channel.truncate(place(0, leaves) * BYTES);
        return new HashFile(channel, leaves);
    }

    /** The file as it is, for reading alone. */
    static HashFile readOnly(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new HashFile(channel, leavesOf(channel.size() / BYTES));
    }

    private static long leavesOf(long hashes) {
        long low = 0;
        long high = hashes;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (place(0, middle) <= hashes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Place of the {@code n}th subtree of {@code 2^level} leaves; the place of leaf {@code n} is the hashes before it. */
    static long place(int level, long n) {
        long last = ((n + 1) << level) - 1;
        return 2 * last - Long.bitCount(last) + level;
    }

    long leaves() {
        return leaves;
    }

    void add(Sha256 leaf) throws IOException {
        List<Sha256> hashes = new ArrayList<>();
        hashes.add(leaf);
        Sha256 hash = leaf;
        long n = leaves;
        for (int level = 0; (n & 1) == 1; level++, n >>= 1) {
            hash = Merkle.node(get(level, n - 1), hash);
            hashes.add(hash);
        }
        ByteBuffer buffer = ByteBuffer.allocate(hashes.size() * BYTES);
        hashes.forEach(h -> buffer.put(h.bytes()));
        buffer.flip();
        long at = place(0, leaves) * BYTES;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
        leaves++;
    }

    Sha256 leaf(long index) throws IOException {
        return get(0, index);
    }

    private Sha256 get(int level, long n) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        long at = place(level, n) * BYTES;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at + buffer.position());
            if (read < 0) {
                throw new EOFException("the file of hashes is cut");
            }
        }
        return Sha256.finish(buffer.array());
    }

    /** All leaves, found by their hash. */
    LeafIndex index() throws IOException {
        LeafIndex index = new LeafIndex(Math.toIntExact(leaves));
        ByteBuffer buffer = ByteBuffer.allocate(BYTES << 12);
        long place = 0;
        long next = 0;
        for (int leaf = 0; leaf < leaves; ) {
            buffer.clear();
            int read = channel.read(buffer, place * BYTES);
            if (read < BYTES) {
                throw new EOFException("the file of hashes is cut");
            }
            int hashes = read / BYTES;
            while (leaf < leaves && next < place + hashes) {
                index.put(buffer.getLong((int) (next - place) * BYTES), leaf);
                leaf++;
                next = place(0, leaf);
            }
            place += hashes;
        }
        return index;
    }

    /** Forgets the leaves from {@code size} on. */
    void truncate(long size) throws IOException {
        if (size < leaves) {
            channel.truncate(place(0, size) * BYTES);
            leaves = size;
        }
    }

    Sha256 root(long size) throws IOException {
        return size == 0 ? Merkle.emptyRoot() : range(0, size);
    }

    /** MTH(D[from:to]) of RFC 6962, where {@code from} is a multiple of the largest power of two below the width. */
    private Sha256 range(long from, long to) throws IOException {
        long width = to - from;
        if (Long.bitCount(width) == 1) {
            int level = Long.numberOfTrailingZeros(width);
            return get(level, from >> level);
        }
        long split = from + Long.highestOneBit(width);
        return Merkle.node(range(from, split), range(split, to));
    }

    /** PATH(index, D[size]): sibling hashes from the leaf up. */
    List<Sha256> inclusion(long index, long size) throws IOException {
        List<Sha256> proof = new ArrayList<>();
        path(index, 0, size, proof);
        return proof;
    }

    private void path(long index, long from, long to, List<Sha256> proof) throws IOException {
        long width = to - from;
        if (width == 1) {
            return;
        }
        long split = from + below(width);
        if (index < split) {
            path(index, from, split, proof);
            proof.add(range(split, to));
        } else {
            path(index, split, to, proof);
            proof.add(range(from, split));
        }
    }

    /** PROOF(first, D[second]). */
    List<Sha256> consistency(long first, long second) throws IOException {
        List<Sha256> proof = new ArrayList<>();
        if (first > 0 && first < second) {
            subproof(first, 0, second, true, proof);
        }
        return proof;
    }

    private void subproof(long first, long from, long to, boolean known, List<Sha256> proof) throws IOException {
        if (first == to) {
            if (!known) {
                proof.add(range(from, to));
            }
            return;
        }
        long split = from + below(to - from);
        if (first <= split) {
            subproof(first, from, split, known, proof);
            proof.add(range(split, to));
        } else {
            subproof(first, split, to, false, proof);
            proof.add(range(from, split));
        }
    }

    /** The largest power of two below {@code width}. */
    private static long below(long width) {
        return Long.highestOneBit(width - 1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
