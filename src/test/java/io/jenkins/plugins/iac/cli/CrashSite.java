package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A small company in a directory of its own, where a plan was made and approved, and a process that works there. */
final class CrashSite {
    static final String STACK = "stage/web";

    private final Company company;
    private final Path ledger;
    private final Path pristine;
    private final Path waiting;
    private final Path approved;
    private final String run;
    private final String digest;

    CrashSite(Path directory) throws IOException {
        Company.tool();
        Files.createDirectories(directory);
        company = new Company(Files.createDirectories(directory.resolve("c")));
        ledger = directory.toRealPath().resolve("ledger");
        company.stack(STACK, "", configuration()).writeCatalog().commit();
        pristine = company.snapshot("pristine");
        Answer plan = company.plan(STACK).ends(0);
        run = plan.run();
        digest = plan.digest();
        waiting = company.snapshot("waiting");
        company.approve(plan, "bob", "payments").ends(0);
        approved = company.snapshot("approved");
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

    Company company() {
        return company;
    }

    /** Before anything was planned. */
    Path pristine() {
        return pristine;
    }

    /** With a plan that waits for its approval. */
    Path waiting() {
        return waiting;
    }

    /** With a plan that may be applied. */
    Path approved() {
        return approved;
    }

    String run() {
        return run;
    }

    String digest() {
        return digest;
    }

    /** Every whole record of the journal. */
    List<String> lines() throws IOException {
        Path journal = company.home().resolve("journal");
        List<String> lines = new ArrayList<>();
        if (!Files.isDirectory(journal)) {
            return lines;
        }
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("segment-"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                // Only whole lines were promised to anybody.
                int end = text.lastIndexOf('\n');
                text.substring(0, end + 1).lines().forEach(lines::add);
            }
        }
        return lines;
    }

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
                .redirectOutput(company.directory().resolve("victim.out").toFile())
                .start();
    }

    String[] planArguments() {
        return new String[] {
            "plan",
            "--stack",
            STACK,
            "--dir",
            company.repository().toString(),
            "--source",
            "branch",
            "--ref",
            "main",
            "--commit",
            company.head(),
            "--actor",
            "alice"
        };
    }

    /** How long the command takes undisturbed, and how many records and looks at the clock it makes. */
    long undisturbed(Path from, String... arguments) throws IOException, InterruptedException {
        restore(from);
        long start = System.nanoTime();
        Process process = victim(0, 0, arguments);
        if (!process.waitFor(Blow.MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("undisturbed, it must work: "
                    + Files.readString(company.directory().resolve("victim.out")));
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    void restore(Path snapshot) throws IOException {
        company.restore(snapshot);
        Files.deleteIfExists(ledger);
    }

    /** What was really done, and how often. */
    List<String> ledger() throws IOException {
        return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
    }
}
