package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
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
    private CrashJava java = CrashJava.plain();
    final String run;
    /** From nothing to a plan that waits for its approval. */
    final Command plan;
    /** The vote that is missing. */
    final Command approve;
    /** Through the door. */
    final Command apply;

    /**
     * What is disturbed.
     *
     * @param name as people call it
     * @param from where it begins
     * @param wasApproved whether its run may be applied
     */
    record Command(String name, Path from, boolean wasApproved, List<String> arguments) {}

    /** What a command does that nobody disturbs. */
    record Course(long millis, int firstRecord, int lastRecord, int looks) {}

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
        plan = new Command("plan", company.snapshot("pristine"), false, List.of(company.request("plan", STACK)));
        Answer planned = company.plan(STACK).ends(0);
        run = planned.run();
        List<String> vote =
                List.of("approve", run, "--as", "bob", "--groups", "payments", "--digest", planned.digest());
        approve = new Command("approve", company.snapshot("waiting"), false, vote);
        company.approve(planned, "bob", "payments").ends(0);
        apply = new Command("apply", company.snapshot("approved"), true, List.of("apply", run));
    }

    /** From now on processes start faster, with the classes that an undisturbed apply needs in an archive. */
    void train(Path directory) throws IOException, InterruptedException {
        java = CrashJava.training(Files.createDirectories(directory));
        undisturbed(apply);
        java = java.trained();
    }

    /** As another site does. */
    void trainedAs(CrashSite other) {
        java = other.java;
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
            text.append("  provisioner \"local-exec\" {\n    command = \"sleep 0.05; echo ")
                    .append(name)
                    .append(" >> ")
                    .append(ledger)
                    .append("; sleep 0.05\"\n  }\n}\n");
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

    /** Puts the ledger back. */
    void write(List<String> names) throws IOException {
        Files.write(ledger, names);
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
     * @param looks at which look at the clock it is gone; 0 for never, -1 to count them
     * @param ahead seconds by which its clock is wrong
     */
    Process victim(int looks, long ahead, Command what) throws IOException {
        List<String> command = new ArrayList<>(java.command(Victim.class));
        command.addAll(List.of(String.valueOf(looks), String.valueOf(ahead)));
        command.addAll(what.arguments());
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

    /** Lets the command do its work. */
    Course undisturbed(Command what) throws IOException, InterruptedException {
        restore(what.from());
        int before = lines().size();
        long start = System.nanoTime();
        Process process = victim(-1, 0, what);
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("undisturbed, it must work: " + said());
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Matcher looks = Victim.LOOKED.matcher(said());
        if (!looks.find()) {
            throw new IllegalStateException("it must say how often it looked at the clock: " + said());
        }
        return new Course(millis, before + 1, lines().size(), Integer.parseInt(looks.group(1)));
    }

    /** What the last command in a process of its own printed. */
    String said() throws IOException {
        return Files.readString(output);
    }
}
