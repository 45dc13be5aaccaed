package io.jenkins.plugins.iac.process;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts a program, and says in words why one could not be started. */
final class Launch {
    private static final Path NOTHING = Path.of("/dev/null");

    private Launch() {}

    static Process start(ProcessSpec spec, ProcessTree tree) {
        check(spec);
        ProcessBuilder builder = new ProcessBuilder(HostBond.around(spec.command()));
        builder.directory(spec.directory().toFile());
        boolean noInput = Files.exists(NOTHING);
        if (noInput) {
            builder.redirectInput(NOTHING.toFile());
        }
        try {
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.putAll(spec.environment());
            environment.put(ProcessTree.VARIABLE, tree.id());
            environment.put(HostBond.VARIABLE, HostBond.self());
            Process process = builder.start();
            if (!noInput) {
                process.getOutputStream().close();
            }
            return process;
        } catch (IOException | IllegalArgumentException e) {
            throw failed(spec, explain(String.valueOf(e.getMessage())), "a program that can be started", e);
        }
    }

    private static void check(ProcessSpec spec) {
        if (spec.command().isEmpty()) {
            throw failed(spec, "no command", "the absolute path of a program", null);
        }
        File program = new File(spec.command().get(0));
        if (!program.isAbsolute()) {
            throw failed(spec, "the program " + program, "an absolute path, so that nothing is searched for", null);
        }
        if (!program.isFile()) {
            throw failed(spec, "no program at " + program, "an installed program", null);
        }
        if (!program.canExecute()) {
            throw failed(spec, program + ", which may not be executed by this user", "an executable program", null);
        }
        if (!Files.isDirectory(spec.directory())) {
            throw failed(spec, "no directory " + spec.directory(), "an existing working directory", null);
        }
        spec.command().forEach(argument -> checkText(spec, "argument", argument));
        spec.environment().forEach((name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw failed(spec, "a variable named '" + name + "'", "a name without '='", null);
            }
            checkText(spec, "variable", name);
            // The value may be a secret: it is not shown.
            if (!survives(value)) {
                throw failed(spec, "a value of " + name + " that this machine cannot pass on", expected(), null);
            }
        });
    }

    private static void checkText(ProcessSpec spec, String what, String text) {
        if (!survives(text)) {
            String shown = text.replace("\0", "\\0");
            throw failed(spec, "the " + what + " '" + shown + "' that this machine cannot pass on", expected(), null);
        }
    }

    private static String expected() {
        return "text without NUL that the encoding " + Charset.defaultCharset() + " of this JVM can spell";
    }

    /** Java replaces what its encoding cannot spell by a question mark, which would be another name. */
    private static boolean survives(String text) {
        if (text.indexOf('\0') >= 0) {
            return false;
        }
        if (text.chars().allMatch(c -> c < 0x80)) {
            return true;
        }
        Charset platform = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        return List.of(Charset.defaultCharset(), platform).stream()
                .allMatch(charset -> new String(text.getBytes(charset), charset).equals(text));
    }

    /** The error numbers that Java leaves in its message are those of Linux. */
    private static String explain(String message) {
        if (message.contains("error=2,")) {
            return "a program whose interpreter is missing: " + message;
        }
        if (message.contains("error=7,")) {
            return "too many or too long arguments: " + message;
        }
        if (message.contains("error=8,")) {
            return "a file that is no program for this machine: " + message;
        }
        if (message.contains("error=12,") || message.contains("error=11,")) {
            return "no memory or no process left on the machine: " + message;
        }
        if (message.contains("error=28,")) {
            return "no space left on the machine: " + message;
        }
        return message;
    }

    private static IacException failed(ProcessSpec spec, String found, String expected, Exception cause) {
        Problem problem =
                new Problem(spec.doing(), "", found, expected, "check the tool's installation on this machine");
        return new IacException(IacException.Kind.TOOL_FAILED, problem, List.of(), cause);
    }
}
