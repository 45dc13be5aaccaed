package io.jenkins.plugins.iac.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A file that Terraform or OpenTofu reads as configuration, by its name (Terraform's internal/configs,
 * parser_config_dir.go).
 *
 * @param path where it is
 * @param json JSON syntax, else native
 * @param ordinary a plain {@code .tf} file: no override, no test, no other tool's own extension
 */
record ConfigurationFile(Path path, boolean json, boolean ordinary) {
    private static final List<String> SUFFIXES =
            List.of(".tf", ".tofu", ".tftest.hcl", ".tofutest.hcl", ".tfquery.hcl", ".tfmigrate.hcl");
    private static final List<String> JSON_SUFFIXES =
            List.of(".tf.json", ".tofu.json", ".tftest.json", ".tofutest.json", ".tfquery.json");
    private static final List<String> TEST_SUFFIXES =
            List.of(".tftest.hcl", ".tofutest.hcl", ".tftest.json", ".tofutest.json");

    /**
     * The files of a module, in the order of their names.
     *
     * @param tests also the test files in {@code tests/}, which {@code init} reads for the root module
     */
    static List<ConfigurationFile> of(Path module, boolean tests) throws IOException {
        List<ConfigurationFile> files = new ArrayList<>();
        for (Path path : children(module)) {
            String name = name(path);
            if (!isIgnored(name) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                add(path, name, files);
            }
        }
        Path directory = module.resolve("tests");
        if (tests && Files.isDirectory(directory)) {
            for (Path path : children(directory)) {
                String name = name(path);
                if (TEST_SUFFIXES.stream().anyMatch(name::endsWith)) {
                    add(path, name, files);
                }
            }
        }
        return files;
    }

    boolean isTest() {
        String name = name(path);
        return TEST_SUFFIXES.stream().anyMatch(name::endsWith);
    }

    private static void add(Path path, String name, List<ConfigurationFile> files) {
        boolean json = JSON_SUFFIXES.stream().anyMatch(name::endsWith);
        if (json || SUFFIXES.stream().anyMatch(name::endsWith)) {
            boolean override = name.equals("override.tf") || name.endsWith("_override.tf");
            files.add(new ConfigurationFile(path, json, name.endsWith(".tf") && !override));
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }

    private static String name(Path path) {
        return Objects.toString(path.getFileName(), "");
    }

    /** Hidden files and what editors leave. */
    private static boolean isIgnored(String name) {
        return name.startsWith(".") || name.endsWith("~") || name.startsWith("#") && name.endsWith("#");
    }
}
