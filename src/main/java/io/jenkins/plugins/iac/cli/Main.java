package io.jenkins.plugins.iac.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Entry point of the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int exitCode =
                Cli.run(arguments, new Terminal(out, err, Terminal.wantsColour(System.getenv())), Clock.systemUTC());
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** UTF-8 whatever the locale says: JSON is, and names of resources may need it. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
