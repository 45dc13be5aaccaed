package io.jenkins.plugins.iac.jenkins.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.worker.WorkerMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.yaml.snakeyaml.Yaml;

/**
 * The libraries that the worker's process needs, as they are in this controller: our own classes and what reads JSON,
 * canonical JSON and the table of risks, nothing more. Immutable once made; safe in any thread.
 */
public final class WorkerLibraries {
    /** One class of each library, and the name of its copy. */
    private static final List<Class<?>> NEEDED = List.of(
            WorkerMain.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonCreator.class,
            JsonCanonicalizer.class,
            Yaml.class);

    private static WorkerLibraries ofThisController;
    private final List<Library> list;

    /** One archive. */
    record Library(String name, Path file, Sha256 sha256) {}

    private WorkerLibraries(List<Library> list) {
        this.list = List.copyOf(list);
    }

    /**
     * The libraries of this controller, found once.
     *
     * @throws IOException if one cannot be read
     */
    public static synchronized WorkerLibraries ofThisController() throws IOException {
        if (ofThisController == null) {
            List<Library> found = new ArrayList<>();
            for (int i = 0; i < NEEDED.size(); i++) {
                Path file = archive(location(NEEDED.get(i)));
                found.add(new Library("lib" + i + ".jar", file, Sha256.ofFile(file)));
            }
            ofThisController = new WorkerLibraries(found);
        }
        return ofThisController;
    }

    List<Library> list() {
        return list;
    }

    /** Names all of the content: another content, another directory on the agents. */
    public String key() {
        StringBuilder all = new StringBuilder();
        list.forEach(l -> all.append(l.name()).append(' ').append(l.sha256()).append('\n'));
        return Sha256.of(all.toString()).hex().substring(0, 32);
    }

    private static Path location(Class<?> type) throws IOException {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("the library of " + type.getName() + " is not a file", e);
        }
    }

    /** An archive as it is; a directory of classes (a plugin under development) as an archive that depends on its content alone. */
    private static Path archive(Path library) throws IOException {
        if (!Files.isDirectory(library)) {
            return library;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(library)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                ZipEntry entry =
                        new ZipEntry(library.relativize(file).toString().replace('\\', '/'));
                entry.setTime(0);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        Path packed = Files.createTempFile("iac-runners-classes", ".jar");
        packed.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(packed)) {
            bytes.writeTo(out);
        }
        return packed;
    }
}
