package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

public class LeafIndexTest {
    @Test
    public void get_manyKeysThatCollide_findsTheFirstOfEach() {
        Random random = new Random(3);
        LeafIndex index = new LeafIndex(1);
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            long key = random.nextInt(6000) * (1L << 32);
            index.put(key, i);
            expected.putIfAbsent(key, i);
        }
        expected.forEach((key, value) -> assertEquals((int) value, index.get(key)));
        assertEquals(-1, index.get(1));
    }

    @Test
    public void get_emptyIndex_isNotThere() {
        assertEquals(-1, new LeafIndex(0).get(0));
    }
}
