package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a saved plan ({@code plan -out}) says of itself, read from the file and not from the tool: this is what an apply
 * of it would use. Values of variables are not read.
 *
 * @param sha256 over the file's bytes
 * @param size of the file in bytes
 * @param toolVersion version of the tool that made it; only that version applies it
 * @param mode normal, destroy or refresh-only
 * @param backend type, configuration without what is unset, workspace
 * @param stateLineage lineage of the state that was planned against, {@code ""} for an empty state
 * @param stateSerial its serial, 0 for an empty state; below 2^53
 * @param lockFile hash of the dependency lock file inside the plan; absent if there is none
 * @param configuration hash over the files of the configuration inside the plan, by name and content
 * @param configurationFiles how many those are
 * @param variables names of the variables set, not ephemeral ones
 * @param applyTimeVariables names of variables that the apply must be given again (ephemeral)
 * @param targets addresses of {@code -target}
 * @param excludes addresses of {@code -exclude} (OpenTofu); those of {@code -replace} are not written by the tools, see
 *     {@link ResourceChange#actionReason}
 * @param errored whether planning failed on the way
 */
public record SavedPlan(
        Sha256 sha256,
        long size,
        String toolVersion,
        Mode mode,
        PlannedBackend backend,
        String stateLineage,
        long stateSerial,
        Optional<Sha256> lockFile,
        Sha256 configuration,
        int configurationFiles,
        SortedSet<String> variables,
        SortedSet<String> applyTimeVariables,
        List<String> targets,
        List<String> excludes,
        boolean errored) {

    /** How the plan was made. */
    public enum Mode {
        NORMAL,
        DESTROY,
        REFRESH_ONLY
    }

    /**
     * Where the state of a saved plan is.
     *
     * @param type backend type; {@code state_store:TYPE} for a provider's state store
     * @param config its configuration as merged from files and options; null members left out; may hold secrets
     * @param workspace the selected workspace
     */
    public record PlannedBackend(String type, ObjectNode config, String workspace) {
        public PlannedBackend {
            config = config.deepCopy();
        }

        @Override
        public ObjectNode config() {
            return config.deepCopy();
        }

        /** SHA-256 over the RFC 8785 form of {@code {"config","type"}}: the digest's part {@code backend}. */
        public Sha256 hash() {
            ObjectNode document = Json.object();
            document.put("type", type);
            document.set("config", config);
            return CanonicalJson.hash(document);
        }

        /**
         * What differs from the backend that the catalog fixes, one sentence each; empty if it is that backend. Values
         * compare as JSON texts; numbers by value. A setting that either side lacks differs.
         */
        public List<String> differences(String expectedType, Map<String, ?> expectedConfig) {
            return BackendDifference.of(this, expectedType, Json.object(expectedConfig));
        }
    }

    /**
     * Reads a saved plan. The file must not change meanwhile: give it a private copy.
     *
     * @throws IacException of bad input if it is no saved plan, is encrypted, damaged, or past a limit
     */
    public static SavedPlan read(Path file) {
        return new SavedPlanReader(file).read();
    }

    /** A JSON value of the backend's configuration, or a missing node. */
    public JsonNode backendSetting(String name) {
        return backend.config.path(name);
    }
}
