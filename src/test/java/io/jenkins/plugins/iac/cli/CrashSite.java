package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    /** The same for a plan that destroys what was applied. */
    private Command destroy;

    private Command destruction;
    private Command unlock;

    /**
     * What is disturbed.
     *
     * @param name as people call it
     * @param from where it begins
     * @param mayApply the run that it may apply, or empty
     * @param ledger what was really done before
     * @param before the runs that ended before
     */
    record Command(
            String name, Path from, String mayApply, List<String> arguments, List<String> ledger, Set<String> before) {
        private Command(String name, Path from, String mayApply, List<String> arguments) {
            this(name, from, mayApply, arguments, List.of(), Set.of());
        }

        /** What its run does. */
        String operation() {
            return name.contains("destroy") ? "destroy" : "plan";
        }
    }

    /**
     * What a command does that nobody disturbs.
     *
     * @param records what it writes into the journal, by number and type
     */
    record Course(long millis, List<String> records, int looks) {}

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
        plan = new Command("plan", company.snapshot("pristine"), "", List.of(company.request("plan", STACK)));
        Answer planned = company.plan(STACK).ends(0);
        run = planned.run();
        List<String> vote =
                List.of("approve", run, "--as", "bob", "--groups", "payments", "--digest", planned.digest());
        approve = new Command("approve", company.snapshot("waiting"), "", vote);
        company.approve(planned, "bob", "payments").ends(0);
        apply = new Command("apply", company.snapshot("approved"), run, List.of("apply", run));
    }

    /** From a stack that was applied to a plan that waits and takes all of it down. */
    Command destroy() throws IOException {
        if (destroy == null) {
            restore(apply);
            company.call("apply", run).ends(0);
            Path applied = company.snapshot("applied");
            List<String> made = ledger();
            Set<String> before = Set.of(run);
            List<String> request = List.of(company.request("destroy", STACK));
            destroy = new Command("destroy", applied, "", request, made, before);
            Answer planned = company.call(request.toArray(String[]::new)).ends(0);
            company.approve(planned, "bob", "payments").ends(0);
            List<String> through = List.of("apply", planned.run());
            destruction = new Command(
                    "apply of a destroy", company.snapshot("to-destroy"), planned.run(), through, made, before);
        }
        return destroy;
    }

    /** Through the door with the plan that takes everything down. */
    Command destruction() throws IOException {
        destroy();
        return destruction;
    }

    /** What a person does after an apply that failed half way. */
    Command unlock() throws IOException {
        if (unlock == null) {
            restore(apply);
            Path trouble = Path.of(ledger + ".trouble");
            Files.createFile(trouble);
            String end = company.call("apply", run).ends(4).state();
            Files.delete(trouble);
            if (!end.equals("apply_failed")) {
                throw new IllegalStateException("it ended as " + end);
            }
            List<String> call =
                    List.of("unlock", STACK, "--as", "sam", "--choice", "re-plan", "--reason", "looked at it");
            unlock = new Command("unlock", company.snapshot("locked"), "", call, ledger(), Set.of(run));
        }
        return unlock;
    }

    /** From now on processes start faster, with the classes that an undisturbed apply needs in an archive. */
    void train(Path directory) throws IOException, InterruptedException {
        java = CrashJava.training(Files.createDirectories(directory));
        undisturbed(apply, 0);
        java = java.trained();
    }

    /** As another site does. */
    void trainedAs(CrashSite other) {
        java = other.java;
    }

    Company company() {
        return company;
    }

    /** Each resource writes its name down when it is made, and with a minus when it is destroyed: the ledger shows what was really done, and how often. */
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
                    .append("; test ! -e ")
                    .append(ledger)
                    .append(".trouble && sleep 0.05\"\n  }\n  provisioner \"local-exec\" {\n    when = destroy\n")
                    .append("    command = \"sleep 0.05; echo ")
                    .append(name)
                    .append("- >> ")
                    .append(ledger)
                    .append("\"\n  }\n}\n");
        }
        return text.toString();
    }

    /** Puts everything back to where the command begins. */
    void restore(Command what) throws IOException {
        company.restore(what.from());
        write(what.ledger());
    }

    /** What was really done since then; null where what was done before is not in the ledger any more. */
    List<String> done(Command what) throws IOException {
        List<String> all = ledger();
        int before = what.ledger().size();
        return all.size() >= before && all.subList(0, before).equals(what.ledger())
                ? all.subList(before, all.size())
                : null;
    }

    /** What was really done: the names that the resources wrote down, in that order. */
    List<String> ledger() throws IOException {
        return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
    }

    /** Puts the ledger back. */
    private void write(List<String> names) throws IOException {
        Files.deleteIfExists(ledger);
        if (!names.isEmpty()) {
            Files.write(ledger, names);
        }
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

    /**
     * The command line in a process of its own; see {@link Victim}.
     *
     * @param looks at which look at the clock it is gone; 0 for never, -1 to count them
     * @param ahead seconds by which its clock is wrong
     * @param more options of its Java
     */
    Process victim(int looks, long ahead, List<String> more, Command what) throws IOException {
        List<String> command = new ArrayList<>(java.command(Victim.class, more));
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

    /** Lets the command do its work, which it need not manage with a wrong clock. */
    Course undisturbed(Command what, long ahead) throws IOException, InterruptedException {
        restore(what);
        int before = lines().size();
        long start = System.nanoTime();
        Process process = victim(-1, ahead, List.of(), what);
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || ahead == 0 && process.exitValue() != 0) {
            throw new IllegalStateException("undisturbed, it must work: " + said());
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Matcher looks = Victim.LOOKED.matcher(said());
        if (!looks.find()) {
            throw new IllegalStateException("it must say how often it looked at the clock: " + said());
        }
        List<String> records = new ArrayList<>();
        for (String line : lines().subList(before, lines().size())) {
            JsonNode record = Json.parse(line);
            records.add(records.size() + 1 + " " + record.path("type").asText() + " "
                    + record.path("data").path("to").asText());
        }
        records.replaceAll(String::strip);
        return new Course(millis, records, Integer.parseInt(looks.group(1)));
    }

    /** What the last command in a process of its own printed. */
    String said() throws IOException {
        return Files.readString(output);
    }
}
