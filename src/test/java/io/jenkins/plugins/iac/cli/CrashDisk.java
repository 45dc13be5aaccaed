package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Plans, approves and applies with a disk that has only so much room left: home, journal, evidence and state lie on a file system of their own,
 * which is filled but for a random rest. Afterwards there is room again, and the rules must hold.
 */
final class CrashDisk {
    private static final int MOST_LEFT = 1 << 20;
    private final Path mount;
    private final CrashSite other;
    private final Random random;
    private final CrashTable table;

    /** @param other how processes are started there */
    CrashDisk(Path mount, CrashSite other, Random random, CrashTable table) {
        this.mount = mount;
        this.other = other;
        this.random = random;
        this.table = table;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    /** Only root can mount one; for others there is no row in the table. */
    void fill(BooleanSupplier isOver) throws IOException, InterruptedException {
        Files.createDirectories(mount);
        if (isOver.getAsBoolean() || !run("mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", mount.toString())) {
            return;
        }
        try {
            CrashSite site = new CrashSite(mount.resolve("s"));
            site.trainedAs(other);
            CrashJudge judge = new CrashJudge(site, random, table);
            List<CrashSite.Command> commands = List.of(
                    site.apply, site.plan, site.destroy(), site.apply, site.approve, site.destruction(), site.unlock());
            for (int point = 0; !isOver.getAsBoolean(); point++) {
                point(site, judge, commands.get(point % commands.size()));
            }
        } finally {
            run("umount", "-l", mount.toString());
        }
    }

    private void point(CrashSite site, CrashJudge judge, CrashSite.Command what)
            throws IOException, InterruptedException {
        String kind = "disk full in `" + what.name() + "`";
        site.restore(what);
        // Most of what a command writes fits into the first part.
        int left = random.nextInt(random.nextBoolean() ? MOST_LEFT / 8 : MOST_LEFT);
        Path filler = fill(left);
        Process process = site.victim(0, 0, List.of(), what);
        if (!process.waitFor(CrashSite.MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            table.fail(kind, "the command did not end with " + left + " bytes left");
        }
        Files.delete(filler);
        table.point(kind, judge.judge(kind, what, process.exitValue(), true));
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
