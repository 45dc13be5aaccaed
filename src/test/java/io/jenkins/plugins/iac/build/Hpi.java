package io.jenkins.plugins.iac.build;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The plugin archive that was just built, in memory. */
final class Hpi {
    static final String OWN_JAR = "WEB-INF/lib/iac-runners.jar";
    private static final String LIBRARIES = "WEB-INF/lib/";

    private final Map<String, byte[]> entries;

    private Hpi(Map<String, byte[]> entries) {
        this.entries = entries;
    }

    /** The archive that the system property {@code iac.hpi} names. */
    static Hpi built() {
        Path file = Path.of(System.getProperty("iac.hpi", "target/iac-runners.hpi"));
        try (InputStream in = Files.newInputStream(file)) {
            return new Hpi(unzip(in));
        } catch (IOException e) {
            throw new UncheckedIOException("the tests of the archive run after packaging: mvn verify", e);
        }
    }

    Map<String, byte[]> entries() {
        return entries;
    }

    byte[] manifestBytes() {
        return entries.get("META-INF/MANIFEST.MF");
    }

    Manifest manifest() throws IOException {
        return new Manifest(new ByteArrayInputStream(manifestBytes()));
    }

    /** Entries of the jar with our own classes. */
    Map<String, byte[]> ownJar() throws IOException {
        return unzip(new ByteArrayInputStream(entries.get(OWN_JAR)));
    }

    /** Our classes by binary name with dots. */
    Map<String, byte[]> ownClasses() throws IOException {
        return classes(ownJar());
    }

    /** The libraries beside ours, by file name. */
    Map<String, byte[]> bundled() {
        return entries.entrySet().stream()
                .filter(e -> e.getKey().startsWith(LIBRARIES) && e.getKey().endsWith(".jar"))
                .filter(e -> !e.getKey().equals(OWN_JAR))
                .collect(Collectors.toMap(
                        e -> e.getKey().substring(LIBRARIES.length()),
                        Map.Entry::getValue,
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    /** What a line of a services file says, comments and empty lines left out. */
    static List<String> lines(byte[] file) {
        return file == null
                ? List.of()
                : Arrays.stream(new String(file, java.nio.charset.StandardCharsets.UTF_8).split("\n"))
                        .map(String::strip)
                        .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                        .toList();
    }

    static Map<String, byte[]> unzip(InputStream in) throws IOException {
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    found.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return found;
    }

    static Map<String, byte[]> classes(Map<String, byte[]> jar) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(jar.keySet());
        for (String name : names) {
            if (name.endsWith(".class") && !name.endsWith("module-info.class") && !name.startsWith("META-INF/")) {
                found.put(name.substring(0, name.length() - ".class".length()).replace('/', '.'), jar.get(name));
            }
        }
        return found;
    }
}
