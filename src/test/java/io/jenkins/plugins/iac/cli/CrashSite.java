package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where the crash campaign takes place: a stack of three resources, before its plan, with a plan that waits for its approval,
 * and with an approved one, each to be put back in a moment. Its environment lets one run at a time change it, so that an
 * apply holds two locks.
 */
final class CrashSite {
    /** Nobody else on this machine has a stack of this name at work, whose processes and directories would be taken for ours. */
    static final String STACK = "stage/crash-" + ProcessHandle.current().pid();

    static final long MOST_SECONDS = 300;
    private final Company company;
    private final Path ledger;
    private final Path output;
    final Path pristine;
    final Path waiting;
    final Path approved;
    final String run;
    final String digest;

    CrashSite(Path directory) throws IOException {
        Company.tool();
        Files.createDirectories(directory);
        company = new Company(Files.createDirectories(directory.resolve("c")));
        ledger = directory.toRealPath().resolve("ledger");
        output = Files.createTempFile("iac-victim", ".out");
        output.toFile().deleteOnExit();
        company.stack(STACK, "", configuration()).writeCatalog();
        company.catalog("- name: stage", "- name: stage\n    oneAtATime: true");
        company.commit();
        pristine = company.snapshot("pristine");
        Answer plan = company.plan(STACK).ends(0);
        run = plan.run();
        digest = plan.digest();
        waiting = company.snapshot("waiting");
        company.approve(plan, "bob", "payments").ends(0);
        approved = company.snapshot("approved");
    }

    Company company() {
        return company;
    }

    /** Each resource writes its name down when it is made: the ledger shows what was really done, and how often. */
    private String configuration() {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("a", "b", "c")) {
            text.append("resource \"terraform_data\" \"").append(name).append("\" {\n");
            if (!name.equals("a")) {
                text.append("  depends_on = [terraform_data.")
                        .append((char) (name.charAt(0) - 1))
                        .append("]\n");
            }
            text.append("  provisioner \"local-exec\" {\n    command = \"sleep 0.1; echo ")
                    .append(name)
                    .append(" >> ")
                    .append(ledger)
                    .append("; sleep 0.1\"\n  }\n}\n");
        }
        return text.toString();
    }

    void restore(Path snapshot) throws IOException {
        company.restore(snapshot);
        Files.deleteIfExists(ledger);
    }

    /** What was really done: the names that the resources wrote down, in that order. */
    List<String> ledger() throws IOException {
        return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
    }

    /** The files of the journal, oldest first. */
    List<Path> segments() throws IOException {
        Path journal = company.home().resolve("journal");
        if (!Files.isDirectory(journal)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(f -> f.getFileName().toString().startsWith("segment-"))
                    .sorted()
                    .toList();
        }
    }

    /** The records that are whole: nothing else was promised to anybody. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : segments()) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(lines::add);
        }
        return lines;
    }

    /** Size of the journal: cheaper to ask for than its lines. */
    long bytes() {
        String[] names = company.home().resolve("journal").toFile().list();
        long sum = 0;
        for (String name : names == null ? new String[0] : names) {
            if (name.startsWith("segment-")) {
                sum += company.home().resolve("journal").resolve(name).toFile().length();
            }
        }
        return sum;
    }

    /**
     * The command line in a process of its own; see {@link Victim}.
     *
     * @param looks at which look at the clock it is gone; 0 for never
     * @param ahead seconds by which its clock is wrong
     */
    Process victim(int looks, long ahead, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                String.valueOf(looks),
                String.valueOf(ahead)));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--home",
                company.home().toString(),
                "--catalog",
                company.catalog().toString(),
                "--format",
                "json"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    String[] planArguments() {
        return company.request("plan", STACK);
    }

    /** How long the command takes undisturbed, in milliseconds. */
    long undisturbed(Path from, String... arguments) throws IOException, InterruptedException {
        restore(from);
        long start = System.nanoTime();
        Process process = victim(0, 0, arguments);
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("undisturbed, it must work: " + said());
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** What the last command in a process of its own printed. */
    String said() throws IOException {
        return Files.readString(output);
    }
}
