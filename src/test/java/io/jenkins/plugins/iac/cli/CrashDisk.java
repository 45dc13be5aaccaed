package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Applies with a disk that has only so much room left: home, journal, evidence and state lie on a file system of their own,
 * which is filled but for a random rest. Afterwards there is room again, and the rules must hold.
 */
final class CrashDisk {
    private static final int MOST_LEFT = 1 << 20;
    private final Path mount;
    private final Random random;
    private final CrashTable table;

    CrashDisk(Path mount, Random random, CrashTable table) {
        this.mount = mount;
        this.random = random;
        this.table = table;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    /** Only root can mount one; for others there is no row in the table. */
    void fill(int points, BooleanSupplier isOver) throws IOException, InterruptedException {
        Files.createDirectories(mount);
        if (isOver.getAsBoolean() || !run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount.toString())) {
            return;
        }
        try {
            CrashSite site = new CrashSite(mount.resolve("s"));
            CrashJudge judge = new CrashJudge(site, random, table);
            String kind = "disk full in `apply`";
            for (int point = 0; point < points && !isOver.getAsBoolean(); point++) {
                site.restore(site.approved);
                // Most of what an apply writes fits into the first quarter.
                int left = random.nextInt(point % 2 == 0 ? MOST_LEFT / 4 : MOST_LEFT);
                Path filler = fill(left);
                Process process = site.victim(0, 0, "apply", site.run);
                if (!process.waitFor(CrashSite.MOST_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    table.fail(kind, "the command did not end with " + left + " bytes left");
                }
                if (process.exitValue() == 2 || process.exitValue() == 4) {
                    saidNothingWasDone(kind, site, process.exitValue(), left);
                }
                Files.delete(filler);
                table.point(kind, judge.judge(kind, true));
            }
        } finally {
            run("umount", "-l", mount.toString());
        }
    }

    /** Exit code 2 and 4 say what is known: with the first, that nothing was changed. */
    private void saidNothingWasDone(String kind, CrashSite site, int exit, int left) throws IOException {
        if (exit == 2 && !site.ledger().isEmpty()) {
            table.fail(kind, "refused with " + left + " bytes left, though it applied: " + site.said());
        }
    }

    /** Fills the file system but for so many bytes. */
    private Path fill(int left) throws IOException {
        Path filler = mount.resolve("filler");
        Files.write(filler, new byte[left]);
        Path rest = mount.resolve("rest");
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(rest)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            Files.delete(filler);
            return rest;
        }
    }
}
