package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files that are no saved plans, or are meant to do harm. */
public class SavedPlanBadFilesTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path file(byte[] bytes) throws Exception {
        return Files.write(folder.newFile().toPath(), bytes);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, (long) number << 3 | 2);
        varint(out, content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] field(int number, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, (long) number << 3);
        varint(out, value);
        return out.toByteArray();
    }

    private static void varint(OutputStream out, long value) {
        try {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** fixmap {path: "x", n: nil} as Terraform writes a backend. */
    private static final byte[] BACKEND = join(
            field(1, text("local")),
            field(
                    2,
                    field(
                            1,
                            join(
                                    new byte[] {(byte) 0x82, (byte) 0xa4},
                                    text("path"),
                                    new byte[] {(byte) 0xa1},
                                    text("x"),
                                    new byte[] {(byte) 0xa1},
                                    text("n"),
                                    new byte[] {(byte) 0xc0}))),
            field(3, text("default")));

    private static final byte[] PLAN = join(field(1, 3), field(13, BACKEND), field(14, text("1.11.4")));

    private static Map<String, byte[]> good() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("tfplan", PLAN);
        entries.put("tfstate", text("{\"version\":4,\"serial\":7,\"lineage\":\"abc\",\"resources\":[{\"x\":[1,{}]}]}"));
        entries.put("tfstate-prev", text("{}"));
        entries.put("tfconfig/m-/main.tf", text("# nothing"));
        entries.put("tfconfig/modules.json", text("[]"));
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private static byte[] with(String name, byte[] content) throws Exception {
        Map<String, byte[]> entries = good();
        if (content == null) {
            entries.remove(name);
        } else {
            entries.put(name, content);
        }
        return zip(entries);
    }

    private void refused(String found, byte[] bytes) throws Exception {
        Path file = file(bytes);
        IacException e = assertThrows(found, IacException.class, () -> SavedPlan.read(file));
        assertEquals(IacException.Kind.BAD_INPUT, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains(found));
        assertTrue(e.getMessage(), e.getMessage().contains(file.toString()));
    }

    @Test
    public void read_planOfOurOwnMaking_isRead() throws Exception {
        SavedPlan plan = SavedPlan.read(file(zip(good())));
        assertEquals("abc", plan.stateLineage());
        assertEquals(7, plan.stateSerial());
        assertEquals("{\"path\":\"x\"}", plan.backend().config().toString());
        assertTrue(plan.lockFile().isEmpty());
    }

    @Test
    public void read_filesThatAreNoSavedPlan_sayWhat() throws Exception {
        refused("no zip", new byte[0]);
        refused("no zip", text("{\"format_version\":\"1.2\"}"));
        refused("Terraform 0.11 or older", text("tfplan\u0001xyz"));
        refused(
                "encrypted by OpenTofu",
                text("{\"meta\":{},\"encrypted_data\":\"eA==\",\"encryption_version\":\"v0\"}"));
        refused("without the entry tfplan", with("tfplan", null));
        refused("without the entry tfstate", with("tfstate", null));
        refused("no configuration inside", with("tfconfig/modules.json", null));
        IacException e = assertThrows(IacException.class, () -> SavedPlan.read(Path.of("no-such-file")));
        assertTrue(e.getMessage(), e.getMessage().contains("no such file"));
    }

    @Test
    public void read_partsThatAreNotUnderstood_areRefused() throws Exception {
        refused(
                "plan format version 4",
                with("tfplan", join(field(1, 4), field(13, BACKEND), field(14, text("9.9.9")))));
        refused("no version of the tool", with("tfplan", join(field(1, 3), field(13, BACKEND))));
        refused("no backend", with("tfplan", join(field(1, 3), field(14, text("1.11.4")))));
        refused("two backends", with("tfplan", join(PLAN, field(13, BACKEND))));
        refused("planning mode 9", with("tfplan", join(PLAN, field(17, 9))));
        refused("is longer than its message", with("tfplan", join(PLAN, new byte[] {
            (byte) 0x1a,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            1
        })));
        refused("cut off", with("tfplan", Arrays.copyOf(PLAN, PLAN.length - 3)));
        refused("cut off", with("tfplan", join(PLAN, field(3, new byte[100]), new byte[] {0x1a, 100})));
        refused("no field tag", with("tfplan", join(PLAN, new byte[] {3})));
        refused("more than", with("tfplan", join(PLAN, field(5, new byte[1 << 17]))));
        refused("without lineage or serial", with("tfstate", text("{\"serial\":1}")));
        refused("without lineage or serial", with("tfstate", text("{\"serial\":-1,\"lineage\":\"a\"}")));
        refused("without lineage or serial", with("tfstate", text("{\"serial\":9007199254740992,\"lineage\":\"a\"}")));
        refused("saved plan", with("tfstate", text("{\"serial\":1,\"serial\":2,\"lineage\":\"a\"}")));
        refused("saved plan", with("tfstate", text("{\"serial\":1,")));
        refused("no object", with("tfstate", text("[]")));
    }

    @Test
    public void read_zipsMeantToDoHarm_areRefused() throws Exception {
        refused("not plain", with("../../etc/passwd", text("x")));
        refused("not plain", with("/etc/passwd", text("x")));
        refused("not plain", with("tfconfig/a\\b", text("x")));
        refused("not plain", with("tfconfig/a\nb", text("x")));
        refused("not plain", with("x".repeat(2_000), text("x")));
        refused("compressed more than", with("tfstate", new byte[65 << 20]));
        Map<String, byte[]> many = good();
        for (int i = 0; i < 20_001; i++) {
            many.put("tfconfig/m-/" + i, new byte[0]);
        }
        refused("a zip of 20006 entries", zip(many));
        // A name twice in the directory: two readers could take different ones.
        byte[] twice = with("tfplaN", PLAN);
        String directory = new String(twice, StandardCharsets.ISO_8859_1).replace("tfplaN", "tfplan");
        refused("stands twice", directory.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    public void read_entryLongerThanItSays_isRefused() throws Exception {
        byte[] zip = with("tfstate", text("{\"serial\":1,\"lineage\":\"a\",\"pad\":\"" + "x".repeat(5_000) + "\"}"));
        // The uncompressed size in the directory stands 24 bytes after the entry's signature.
        String bytes = new String(zip, StandardCharsets.ISO_8859_1);
        int at = bytes.indexOf("PK\u0001\u0002", bytes.indexOf("PK\u0001\u0002") + 1);
        zip[at + 24] = 10;
        zip[at + 25] = 0;
        Path file = file(zip);
        assertThrows(IacException.class, () -> SavedPlan.read(file));
    }

    @Test
    public void read_damagedAtRandom_isReadOrRefusedNeverAnythingElse() throws Exception {
        byte[] good = zip(good());
        Random random = new Random(3);
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = good.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = folder.getRoot().toPath().resolve("damaged");
            Files.write(file, damaged);
            try {
                SavedPlan.read(file);
            } catch (IacException e) {
                refused++;
            }
        }
        assertTrue("refused: " + refused, refused > 100);
        for (int length = 0; length < good.length; length++) {
            Path file = folder.getRoot().toPath().resolve("cut");
            Files.write(file, Arrays.copyOf(good, length));
            assertThrows(IacException.class, () -> SavedPlan.read(file));
        }
    }
}
