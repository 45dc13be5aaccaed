package io.jenkins.plugins.iac.crypto;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Before;
import org.junit.Test;

/** Rotation where the clock is right, and where it is not: what a key signed must verify ever after. */
public class KeyRingTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private KeyRing keys;

    @Before
    public void open() throws Exception {
        keys = MemoryStore.ring(now::get);
    }

    private VerifyingKey first() {
        return keys.publicKeys().all().get(0);
    }

    private VerifyingKey second() {
        assertEquals(2, keys.publicKeys().all().size());
        return keys.publicKeys().all().get(1);
    }

    private void areInOrder() {
        assertFalse(first().retired().isBefore(first().created()));
        assertFalse(second().created().isBefore(first().created()));
        assertEquals(second(), keys.current().publicKey());
    }

    @Test
    public void rotate_later_retiresTheKeyNow() throws Exception {
        now.set(NOON.plus(DAY));
        keys.rotate();
        areInOrder();
        assertEquals(NOON.plus(DAY), first().retired());
        assertEquals(NOON.plus(DAY), second().created());
        assertTrue(first().wasActiveAt(NOON.plusSeconds(5)));
        assertFalse(first().wasActiveAt(NOON.plus(DAY).plusSeconds(5)));
    }

    @Test
    public void rotate_clockSetBackBehindTheKey_isNotBeforeItWasMade() throws Exception {
        now.set(NOON.minus(DAY));
        keys.rotate();
        areInOrder();
        assertTrue("what was signed when the key was made", first().wasActiveAt(NOON));
        assertTrue(second().wasActiveAt(NOON));
    }

    @Test
    public void rotate_clockSetBackBehindTheLastSignature_isNotBeforeIt() throws Exception {
        now.set(NOON.plusSeconds(60));
        Instant signed = NOON.plus(DAY).plusMillis(700);
        keys.rotate(signed);
        areInOrder();
        assertTrue(first().wasActiveAt(signed));
        assertTrue(second().wasActiveAt(NOON.plus(DAY).plusSeconds(1)));
        assertFalse("only its own", first().wasActiveAt(signed.plusSeconds(5)));
    }

    /** The clock was years ahead for one signature, and is right again. */
    @Test
    public void rotate_signedInTheFuture_newKeyBeginsNowAndAllThatWasSignedVerifies() throws Exception {
        Instant future = Instant.parse("2099-01-01T00:00:00Z");
        now.set(NOON.plus(DAY));
        keys.rotate(future);
        areInOrder();
        assertEquals(NOON.plus(DAY), second().created());
        assertTrue(first().wasActiveAt(future));
        now.set(NOON.plus(DAY).plus(DAY));
        keys.rotate(NOON.plus(DAY));
        assertEquals(NOON.plus(DAY).plus(DAY), keys.current().publicKey().created());
        assertTrue(
                "it signed checkpoints over that record, too",
                keys.publicKeys().all().get(1).wasActiveAt(future));
    }

    @Test
    public void rotate_againAndAgainWithAClockThatStands_keepsTheOrder() throws Exception {
        now.set(NOON.minus(DAY));
        for (int i = 0; i < 5; i++) {
            keys.rotate();
        }
        var all = keys.publicKeys().all();
        for (int i = 0; i + 1 < all.size(); i++) {
            assertFalse(all.get(i).retired().isBefore(all.get(i).created()));
            assertFalse(all.get(i + 1).created().isBefore(all.get(i).retired()));
        }
        assertEquals(all.get(5), keys.current().publicKey());
    }
}
