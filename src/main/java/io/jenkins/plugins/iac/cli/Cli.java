package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs one command: the one place where errors become sentences, JSON and exit codes. */
public final class Cli {
    /** Bad usage or bad input. */
    static final int BAD_INPUT = IacException.Kind.BAD_INPUT.exitCode();

    private Cli() {}

    /**
     * Runs a command and returns its exit code: 0 done, 1 bad usage or input, 2 refused, 3 not verified, 4 the tool failed,
     * 5 outcome unknown. Never throws.
     */
    public static int run(String[] arguments, Terminal terminal, InstantSource clock) {
        List<String> meant = Commands.meant(arguments);
        CommandLine line = line(terminal, clock, meant);
        if (meant != Commands.NAMES && !isUnderstood(line, arguments)) {
            // Only beside all commands can be said what was wrong.
            line = line(terminal, clock, Commands.NAMES);
        }
        return line.execute(arguments);
    }

    private static boolean isUnderstood(CommandLine line, String[] arguments) {
        try {
            line.parseArgs(arguments);
            return true;
        } catch (ParameterException e) {
            return false;
        }
    }

    private static CommandLine line(Terminal terminal, InstantSource clock, List<String> commands) {
        RootCommand root = new RootCommand(terminal, clock);
        CommandLine line = new CommandLine(root);
        commands.forEach(name -> line.addSubcommand(Commands.of(name)));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setUsageHelpWidth(110);
        line.setParameterExceptionHandler((e, args) -> usage(root, e, args));
        line.setExecutionExceptionHandler((e, command, result) -> failed(root, e));
        line.setExecutionStrategy(parsed -> {
            root.checkFormat(parsed);
            return new CommandLine.RunLast().execute(parsed);
        });
        return line;
    }

    private static int usage(RootCommand root, ParameterException e, String[] arguments) {
        boolean json = Arrays.asList(arguments).contains("--format=json")
                || String.join("\n", arguments).contains("--format\njson");
        String command = e.getCommandLine().getCommandSpec().qualifiedName(" ");
        Problem problem = new Problem(
                "reading the command line",
                command,
                firstLine(e.getMessage()),
                "arguments as '" + command + " --help' shows them",
                "correct the call");
        return root.report(problem, IacException.Kind.BAD_INPUT, List.of(), json || root.isJson());
    }

    private static int failed(RootCommand root, Exception e) {
        if (System.getenv("IAC_DEBUG") != null) {
            e.printStackTrace(root.terminal().err());
        }
        if (e instanceof IacException known) {
            return root.report(known.problem(), known.kind(), known.conditions(), root.isJson());
        }
        Problem problem = new Problem(
                "running the command",
                "",
                e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + firstLine(e.getMessage())),
                "",
                "set IAC_DEBUG=1 for the details; nothing was applied unless 'runs' says so");
        IacException.Kind kind = e instanceof java.io.IOException || e instanceof java.io.UncheckedIOException
                ? IacException.Kind.TOOL_FAILED
                : IacException.Kind.BAD_INPUT;
        return root.report(problem, kind, List.<Condition>of(), root.isJson());
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
