package io.jenkins.plugins.iac.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The Java in which the victims run: that of the tests, on their class path. Hundreds of them are started, so their classes may
 * be read from an archive that the first one left.
 */
final class CrashJava {
    /** Only what is as hot as the checksum of the tool, three times a run, is worth the time of the second compiler. */
    private static final List<String> COMPILER = List.of(
            "-XX:+UseSerialGC",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=50000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    private final String classPath;
    private final String archive;

    private CrashJava(String classPath, String archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /** As the tests run, with nothing prepared. */
    static CrashJava plain() {
        return new CrashJava(System.getProperty("java.class.path"), "-Xshare:auto");
    }

    /**
     * Packs the directories of the class path, because only jars can be archived.
     *
     * @return the one whose first process leaves the archive, slowly, when it ends
     */
    static CrashJava training(Path directory) throws IOException {
        List<String> all = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            all.add((Files.isDirectory(path) ? jar(path, directory.resolve("classes-" + all.size() + ".jar")) : path)
                    .toString());
        }
        Path archive = directory.resolve("classes.jsa");
        return new CrashJava(String.join(File.pathSeparator, all), "-XX:ArchiveClassesAtExit=" + archive);
    }

    /** After the first process of {@link #training} has ended. */
    CrashJava trained() {
        return new CrashJava(classPath, archive.replace("ArchiveClassesAtExit", "SharedArchiveFile"));
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return jar;
    }

    /** @param more options of Java */
    List<String> command(Class<?> main, List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(archive, "-Xlog:disable", "-Xlog:all=error:stderr"));
        command.addAll(COMPILER);
        command.addAll(more);
        command.addAll(List.of("-cp", classPath, main.getName()));
        return command;
    }
}
