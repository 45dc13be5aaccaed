package io.jenkins.plugins.iac.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What ties a program to the process that started it, so that a host that is killed leaves nothing at work.
 *
 * <p>On Linux the program is started through {@code setpriv --pdeathsig TERM}, which becomes the program: the kernel sends
 * it SIGTERM when its host dies, and Terraform stops in good order. Every program also carries {@link #VARIABLE}, its host
 * as a {@link ProcessBirth}, by which {@link Orphans} finds what was not bound (another platform, a
 * program that changed its user, a child of one that is gone).
 */
final class HostBond {
    static final String VARIABLE = "IAC_PROCESS_HOST";
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final List<String> WORDS = List.of(SETPRIV.toString(), "--pdeathsig", "TERM", "--");
    private static final boolean AVAILABLE = works();
    private static final String SELF = ProcessBirth.ofSelf().toString();

    private HostBond() {}

    /** The command so that it ends with this process, where the platform can do that. */
    static List<String> around(List<String> command) {
        if (!AVAILABLE || !isProgram(Path.of(command.get(0)))) {
            return command;
        }
        List<String> bound = new ArrayList<>(WORDS);
        bound.addAll(command);
        return bound;
    }

    /** Whether the kernel can start it; what it cannot start is better refused by Java, which says why. */
    private static boolean isProgram(Path file) {
        byte[] start = new byte[256];
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(start, 0, start.length);
            String text = new String(start, 0, length, StandardCharsets.ISO_8859_1);
            if (text.startsWith("#!")) {
                String[] words = text.substring(2).strip().split("[\\s]+", 2);
                return Files.isExecutable(Path.of(words[0]));
            }
            return text.startsWith("\u007fELF");
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /** This process, as its programs carry it. */
    static String self() {
        return SELF;
    }

    /** Whether the host that a program names is gone; false where that cannot be told. */
    static boolean isGone(String host) {
        return ProcessBirth.parse(host).map(ProcessBirth::isGone).orElse(false);
    }

    private static boolean works() {
        if (!Files.isExecutable(SETPRIV)) {
            return false;
        }
        List<String> command = new ArrayList<>(WORDS);
        command.add("/bin/true");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
