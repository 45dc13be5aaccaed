package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code bin/iac-runners} with a Java that only writes down how it was called. */
public class LauncherTest {
    private static final String JAVA =
            """
            #!/bin/sh
            case "$1" in
            -XX:ArchiveClassesAtExit=*)
              echo rehearsal >> 'HERE/calls'
              [ -e 'HERE/broken' ] && exit 1
              while [ -e 'HERE/slow' ]; do sleep 0.1; done
              echo archive > "${1#*=}"
              exit 0 ;;
            esac
            case "$3" in
            -XX:SharedArchiveFile=*) echo "archive $(cat "${3#*=}")" >> 'HERE/calls' ;;
            *) echo plain >> 'HERE/calls' ;;
            esac
            while [ "$1" != -jar ]; do shift; done
            shift 2
            for one; do echo "<$one>"; done
            exit 7
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private Path cache;

    private record Ended(int exit, String out, String err) {}

    @Before
    public void install() throws Exception {
        Path script = Path.of("bin/iac-runners");
        Assume.assumeTrue("skipped: no /bin/sh here", Files.isExecutable(Path.of("/bin/sh")));
        root = folder.getRoot().toPath().toRealPath();
        Files.copy(script, Files.createDirectories(root.resolve("in stall")).resolve("iac-runners"));
        jar("one");
        program(root.resolve("in stall/iac-runners"));
        Path java = Files.createDirectories(root.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA.replace("HERE", root.toString()));
        program(java);
        cache = Files.createDirectory(
                root.resolve("cache"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void jar(String content) throws IOException {
        Files.writeString(root.resolve("in stall/iac-runners-cli.jar"), content);
    }

    private static void program(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended call(Map<String, String> more, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("in stall/iac-runners").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(List.of("HOME", "IAC_ARCHIVE"));
        environment.put("JAVA_HOME", root.resolve("jdk").toString());
        environment.put("XDG_CACHE_HOME", cache.toString());
        environment.putAll(more);
        Path err = root.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private List<String> calls() throws IOException {
        Path calls = root.resolve("calls");
        List<String> lines = Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        Files.deleteIfExists(calls);
        return lines;
    }

    private List<Path> kept() throws IOException {
        try (var files = Files.list(cache.resolve("iac-runners"))) {
            return files.toList();
        }
    }

    @Test
    public void start_first_makesTheArchiveAndLaterOnesOnlyUseIt() throws Exception {
        Ended first = call(Map.of(), "plan", "a b", "*", "", "$HOME");
        assertEquals("<plan>\n<a b>\n<*>\n<>\n<$HOME>\n", first.out());
        assertEquals(7, first.exit());
        assertTrue(first.err(), first.err().startsWith("iac-runners: preparing later starts"));
        assertEquals(List.of("rehearsal", "archive archive"), calls());
        Ended second = call(Map.of(), "runs");
        assertEquals(new Ended(7, "<runs>\n", ""), second);
        assertEquals(List.of("archive archive"), calls());
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.resolve("iac-runners"))));
    }

    @Test
    public void start_ofAnotherJar_makesAnotherArchiveInThePlaceOfTheFirst() throws Exception {
        call(Map.of());
        List<Path> before = kept();
        jar("another");
        call(Map.of());
        assertEquals(List.of("rehearsal", "archive archive", "rehearsal", "archive archive"), calls());
        assertEquals(1, kept().size());
        assertFalse(before.equals(kept()));
    }

    @Test
    public void start_whereThereIsNoSafePlace_isWithoutArchiveAndSilent() throws Exception {
        List<Map<String, String>> places = List.of(
                Map.of("IAC_ARCHIVE", "off"),
                Map.of("XDG_CACHE_HOME", ""),
                Map.of("XDG_CACHE_HOME", "relative"),
                Map.of("XDG_CACHE_HOME", root.resolve("calls/none").toString()));
        Files.createFile(root.resolve("calls"));
        for (Map<String, String> place : places) {
            assertEquals(place.toString(), new Ended(7, "<runs>\n", ""), call(place, "runs"));
            assertEquals(place.toString(), List.of("plain"), calls());
            Files.createFile(root.resolve("calls"));
        }
        assertFalse(Files.exists(cache.resolve("iac-runners")));
    }

    @Test
    public void start_whereOthersMayWrite_usesNoArchiveThatIsThere() throws Exception {
        call(Map.of());
        Path archive = kept().get(0);
        for (Path open : List.of(cache, cache.resolve("iac-runners"))) {
            for (String mode : List.of("rwxrwx---", "rwx----w-")) {
                Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));
                calls();
                call(Map.of());
                assertEquals(open + " " + mode, List.of("plain"), calls());
                Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
            }
        }
        Path elsewhere = Files.move(archive, root.resolve("elsewhere"));
        Files.createSymbolicLink(archive, elsewhere);
        call(Map.of());
        assertEquals("a link", List.of("plain"), calls());
        Path moved = Files.move(cache.resolve("iac-runners"), root.resolve("moved"));
        Files.createSymbolicLink(cache.resolve("iac-runners"), moved);
        call(Map.of());
        assertEquals("a link to a directory", List.of("plain"), calls());
    }

    /** Who may write further up may exchange everything below. */
    @Test
    public void start_belowADirectoryOfOthers_usesNoArchive() throws Exception {
        Path above = Files.createDirectory(root.resolve("above"));
        cache = Files.createDirectories(above.resolve("a b/cache"));
        for (Path directory : List.of(above, above.resolve("a b"), cache)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        call(Map.of());
        assertEquals(List.of("rehearsal", "archive archive"), calls());
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwx---rwx"));
        call(Map.of());
        assertEquals(List.of("plain"), calls());
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwx------"));
        Path archive = kept().get(0);
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-rw----"));
        call(Map.of());
        assertEquals("an archive that others may write", List.of("plain"), calls());
    }

    /** What the user's shell was told must not lead the script elsewhere, or open to others what it makes. */
    @Test
    public void start_withAStrangeEnvironment_findsItsJarAndKeepsTheArchivePrivate() throws Exception {
        Files.createDirectories(root.resolve("trap/in stall"));
        Path shell = root.resolve("call");
        Files.writeString(
                shell,
                "#!/bin/sh\numask 000\ncd '" + root + "'\nexport CDPATH='" + root.resolve("trap")
                        + "'\nsh 'in stall/iac-runners' runs\n");
        program(shell);
        ProcessBuilder builder = new ProcessBuilder(shell.toString());
        builder.environment().remove("IAC_ARCHIVE");
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(said, 7, process.waitFor());
        assertEquals(List.of("rehearsal", "archive archive"), calls());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept().get(0))));
    }

    @Test
    public void start_interruptedWhileItPrepares_triesAgainTheNextTime() throws Exception {
        Files.createFile(root.resolve("slow"));
        List<String> command = List.of(root.resolve("in stall/iac-runners").toString(), "runs");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("IAC_ARCHIVE");
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        Process process = builder.start();
        for (int i = 0; i < 2400 && !Files.exists(root.resolve("calls")); i++) {
            Thread.sleep(50);
        }
        // As a terminal does it: all of them.
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor();
        Files.delete(root.resolve("slow"));
        for (int i = 0; i < 2400 && !kept().isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertEquals("nothing is left of it", List.of(), kept());
        calls();
        call(Map.of());
        assertEquals(List.of("rehearsal", "archive archive"), calls());
    }

    @Test
    public void start_whereNoArchiveCanBeMade_triesOnceAndGoesOn() throws Exception {
        Files.createFile(root.resolve("broken"));
        assertEquals(7, call(Map.of()).exit());
        assertEquals(List.of("rehearsal", "plain"), calls());
        assertEquals(new Ended(7, "", ""), call(Map.of()));
        assertEquals(List.of("plain"), calls());
    }

    @Test
    public void start_withoutJarOrJava_saysWhatToDo() throws Exception {
        Ended java = call(Map.of("JAVA_HOME", "/nonexistent"));
        assertEquals(1, java.exit());
        assertTrue(java.err(), java.err().contains("install Java 17"));
        Files.delete(root.resolve("in stall/iac-runners-cli.jar"));
        Ended jar = call(Map.of());
        assertEquals(1, jar.exit());
        assertTrue(jar.err(), jar.err().contains("run mvn -q -B -DskipTests package"));
    }
}
