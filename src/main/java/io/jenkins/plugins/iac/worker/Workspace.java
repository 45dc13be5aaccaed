package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.plan.SecretMasker;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.scan.DeclaredSecrets;
import io.jenkins.plugins.iac.scan.Downloads;
import io.jenkins.plugins.iac.scan.InstalledModules;
import io.jenkins.plugins.iac.source.TreeHash;
import io.jenkins.plugins.iac.tool.Terraform;
import io.jenkins.plugins.iac.tool.ToolBinary;
import io.jenkins.plugins.iac.tool.ToolContext;
import io.jenkins.plugins.iac.tool.ToolEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * A prepared checkout with the tool initialised in it: the catalog's backend and workspace, whatever the code says. Closing
 * it removes the tool's private directory with every token file in it.
 */
final class Workspace implements AutoCloseable {
    /** Sorts behind every override file that a repository would name, and says whose it is. */
    private static final String BACKEND_OVERRIDE = "zzz_iac_runners_backend_override.tf.json";

    private final Job job;
    private final WorkArea area;
    private final Path root;
    private final Path directory;
    private final ToolBinary binary;
    private final ToolEnvironment environment;
    private final Masking masking;
    private final DeclaredSecrets declared;
    private final Terraform terraform;

    private Workspace(
            Job job,
            WorkArea area,
            Path root,
            Path directory,
            ToolBinary binary,
            ToolEnvironment environment,
            ProcessRunner runner,
            Masking masking,
            DeclaredSecrets declared) {
        this.job = job;
        this.declared = declared;
        this.area = area;
        this.root = root;
        this.directory = directory;
        this.binary = binary;
        this.environment = environment;
        this.masking = masking;
        ToolContext context = job.context(binary, environment, directory, masking);
        this.terraform = new Terraform(runner, context);
    }

    /** Opens what {@link Preparation} made for this run. */
    static Workspace open(Job job, Masking masking) {
        return open(job, job.tools().runner(), masking);
    }

    /** The same with a runner of its own for the tool. */
    static Workspace open(Job job, ProcessRunner runner, Masking masking) {
        WorkArea area =
                WorkArea.of(Path.of(job.request().area()), job.contract().run());
        Path root = area.checkout().resolve("tree");
        Path directory = job.directory(root);
        ToolBinary binary = job.verifiedTool();
        DeclaredSecrets declared;
        try {
            // What can be known to be secret before anything is started.
            declared = DeclaredSecrets.of(root, directory, job.request().variables());
            masking.learn(SecretMasker.of(declared.beforeInit()));
        } catch (IOException e) {
            throw Planning.failed(job, "looking for secrets in the configuration", e);
        }
        return new Workspace(job, area, root, directory, binary, job.environment(area), runner, masking, declared);
    }

    WorkArea area() {
        return area;
    }

    Path root() {
        return root;
    }

    Path directory() {
        return directory;
    }

    ToolBinary binary() {
        return binary;
    }

    ToolEnvironment environment() {
        return environment;
    }

    /** Hides what is secret in all that the tool says here. */
    Masking masking() {
        return masking;
    }

    Terraform terraform() {
        return terraform;
    }

    /** {@code init} with the catalog's backend in place of the code's, then the catalog's workspace. */
    void init() throws IOException {
        Backend backend = job.contract().backend();
        Path override = directory.resolve(BACKEND_OVERRIDE);
        Files.deleteIfExists(override);
        if (backend != null) {
            ObjectNode document = Json.object();
            document.putObject("terraform").putObject("backend").putObject(backend.type());
            Files.writeString(override, Json.write(document));
        }
        job.log("initialising");
        terraform.init(backend);
        downloads();
        terraform.selectWorkspace(job.contract().workspace());
    }

    /** {@code init -backend=false}, for {@code validate} alone. */
    void initWithoutBackend() throws IOException {
        job.log("initialising without a backend");
        terraform.initWithoutBackend();
        downloads();
    }

    /** Nothing that was downloaded has been started yet. */
    private void downloads() throws IOException {
        Condition allowed = Downloads.check(environment.dataDirectory(), job.scanPolicy());
        if (!allowed.passed()) {
            Condition first = allowed.because().get(0);
            throw new IacException(
                    IacException.Kind.REFUSED,
                    new Problem(
                            "looking at what init has downloaded",
                            job.where(),
                            first.rule() + ": " + first.found() + ", " + first.message(),
                            allowed.expected(),
                            allowed.message()),
                    allowed.because(),
                    null);
        }
        // A module from elsewhere may have secrets of its own.
        masking.learn(SecretMasker.of(declared.afterInit(environment.dataDirectory())));
    }

    /**
     * The modules that {@code init} installed: key, source and version of each, and for those that are not part of our own
     * checkout a hash over their files; null where the stack calls none.
     */
    Sha256 modules() throws IOException {
        TreeMap<String, ObjectNode> sorted = new TreeMap<>();
        for (InstalledModules.Module module :
                InstalledModules.read(environment.dataDirectory()).all()) {
            if (!module.key().isEmpty()) {
                sorted.put(module.key(), entry(module));
            }
        }
        if (sorted.isEmpty()) {
            return null;
        }
        ArrayNode modules = Json.array();
        sorted.values().forEach(modules::add);
        return CanonicalJson.hash(modules);
    }

    private ObjectNode entry(InstalledModules.Module module) throws IOException {
        ObjectNode entry = Json.object();
        entry.put("key", module.key());
        entry.put("source", module.source());
        entry.put("version", module.version());
        Path files = directory.resolve(module.directory()).normalize();
        if (files.startsWith(root)) {
            entry.putNull("tree");
        } else if (files.startsWith(environment.dataDirectory())) {
            entry.put("tree", TreeHash.ofModule(files).toString());
        } else {
            throw IacException.refused(
                    "measuring the modules",
                    job.where() + ", module." + module.key(),
                    "a directory outside of the checkout: " + files,
                    "a module of this commit, or one that the tool downloaded",
                    "mend the module's source");
        }
        return entry;
    }

    /** Whatever happened: the token goes first, then everything else that is secret. */
    @Override
    public void close() {
        try {
            area.removeIdentity();
        } catch (IOException e) {
            job.log("could not delete the token: " + e.getMessage());
        } finally {
            environment.close();
        }
    }
}
