package io.jenkins.plugins.iac.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Catalogs that tests load. Lines {@code # error LINE:COLUMN PATH | MESSAGE} in one say what lint must find. */
public final class Fixtures {
    private static final Path ROOT = Path.of("src/test/resources/catalog");

    private Fixtures() {}

    public static Path file(String name) {
        return ROOT.resolve(name);
    }

    /** A catalog that must be free of errors. */
    public static Catalog catalog(String name) {
        return CatalogLoader.load(file(name)).orThrow();
    }

    static List<Path> all(String folder) {
        try (Stream<Path> files = Files.list(file(folder))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> expected(Path file, String kind) {
        String prefix = "# " + kind + " ";
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> found(List<Finding> findings) {
        return findings.stream()
                .map(f -> f.line() + ":" + f.column() + " " + f.path() + " | " + f.message())
                .toList();
    }
}
