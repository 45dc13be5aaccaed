package io.jenkins.plugins.iac.scan;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The modules that {@code init} installed, as the tool lists them in {@code modules/modules.json} of its data directory
 * (Terraform's internal/modsdir).
 *
 * @param all in the tool's order, the root module among them
 */
public record InstalledModules(List<Module> all) {
    /**
     * One of them.
     *
     * @param key names of the calls that lead to it, joined by dots; empty for the root module
     * @param source as the call says it
     * @param version empty where the source has none
     * @param directory absolute, or relative to the root module
     */
    public record Module(String key, String source, String version, String directory) {
        /** The key of the module that calls it. */
        String caller() {
            int dot = key.lastIndexOf('.');
            return dot < 0 ? "" : key.substring(0, dot);
        }

        /** The name of the call. */
        String call() {
            return key.substring(key.lastIndexOf('.') + 1);
        }
    }

    public InstalledModules {
        all = List.copyOf(all);
    }

    /**
     * Reads the list; none where the configuration calls no module.
     *
     * @throws IOException if it cannot be read
     */
    public static InstalledModules read(Path dataDirectory) throws IOException {
        Path list = dataDirectory.resolve("modules").resolve("modules.json");
        if (!Files.exists(list, LinkOption.NOFOLLOW_LINKS)) {
            return new InstalledModules(List.of());
        }
        if (!Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(list + " is no file of the tool's own");
        }
        List<Module> modules = new ArrayList<>();
        for (JsonNode module : Json.parse(Files.readString(list)).path("Modules")) {
            modules.add(new Module(
                    module.path("Key").asText(),
                    module.path("Source").asText(),
                    module.path("Version").asText(),
                    module.path("Dir").asText()));
        }
        return new InstalledModules(modules);
    }
}
