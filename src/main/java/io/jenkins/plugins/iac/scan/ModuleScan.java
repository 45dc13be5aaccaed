package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.scan.ScanResult.BackendBlock;
import io.jenkins.plugins.iac.scan.ScanResult.ModuleCall;
import io.jenkins.plugins.iac.scan.ScanResult.Variable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts and findings of one module: its files one after another, then what they say together. */
final class ModuleScan {
    private final Scan scan;
    private final Path directory;
    private final ProviderNeeds providers;
    private boolean pathIsBound;
    private final List<PathUse> pathUses = new ArrayList<>();

    /** A call that is allowed because of what {@code path} means. */
    private record PathUse(String file, int line) {}

    ModuleScan(Scan scan, Path directory) {
        this.scan = scan;
        this.directory = directory;
        this.providers = new ProviderNeeds(scan, directory);
    }

    /** Reads one file of the module. */
    void file(ConfigurationFile file, Body body) {
        String name = scan.tree().name(file.path());
        for (Body.Attribute attribute : body.attributes()) {
            scan.report(
                    name, attribute.line(), ScanRule.BLOCK, "an argument outside of any block: " + attribute.name());
        }
        for (Body.Block block : body.blocks()) {
            top(name, block);
            provisioners(name, block.body());
        }
        expressions(name, body, file.json());
    }

    /** Judges what only all files together say. */
    void finish() {
        providers.finish();
        if (pathIsBound) {
            pathUses.forEach(use -> scan.computedRead(
                    use.file(),
                    use.line(),
                    "a file is read by path.module or path.root in a module that gives the name path another meaning"));
        }
    }

    private void top(String file, Body.Block block) {
        switch (block.type()) {
            case "terraform" -> terraform(file, block);
            case "provider", "mock_provider" -> provider(file, block);
            case "resource", "data", "ephemeral", "action", "list" -> resource(file, block);
            case "module" -> module(file, block);
            case "run" -> block.body().blocks("module").forEach(m -> module(file, m));
            case "check" -> block.body().blocks("data").forEach(d -> resource(file, d));
            case "import" -> imported(file, block.body());
            case "variable" -> variable(block);
            default -> {}
        }
        if (!SettingRules.KNOWN_BLOCKS.contains(block.type())) {
            scan.report(file, block.line(), ScanRule.BLOCK, "a block of type " + Scan.quote(block.type()));
        }
    }

    private void terraform(String file, Body.Block block) {
        for (Body.Attribute attribute : block.body().attributes()) {
            if (attribute.name().equals("required_version")) {
                scan.requiredVersion(Literals.text(attribute.expression()).orElse(""));
            } else {
                setting(file, attribute.line(), attribute.name());
            }
        }
        for (Body.Block inner : block.body().blocks()) {
            switch (inner.type()) {
                case "required_providers" -> inner.body().attributes().forEach(a -> providers.required(file, a));
                case "backend" -> backend(file, inner, inner.label(0));
                case "cloud" -> backend(file, inner, "cloud");
                case "state_store" -> backend(file, inner, "state_store " + inner.label(0));
                default -> setting(file, inner.line(), inner.type());
            }
        }
    }

    private void setting(String file, int line, String name) {
        scan.report(file, line, ScanRule.TERRAFORM_SETTING, Scan.quote(name) + " in a terraform block");
    }

    private void backend(String file, Body.Block block, String type) {
        scan.backend(new BackendBlock(type, members(block.body()), file, block.line()));
    }

    private static Map<String, Object> members(Body body) {
        Map<String, Object> members = new LinkedHashMap<>();
        body.attributes().forEach(a -> members.put(a.name(), Literals.value(a.expression())));
        for (Body.Block block : body.blocks()) {
            // the same block twice, or one with labels, is nothing that a catalog can say
            boolean plain = block.labels().isEmpty() && !members.containsKey(block.type());
            members.put(block.type(), plain ? members(block.body()) : Literals.UNKNOWN);
        }
        return members;
    }

    private void provider(String file, Body.Block block) {
        providers.local(file, block.line(), block.label(0));
        String setting = SettingRules.executingSetting(block.body());
        if (setting != null) {
            scan.report(
                    file,
                    block.line(),
                    ScanRule.PROVIDER_SETTING,
                    "provider " + Scan.quote(block.label(0)) + " sets " + setting
                            + ", which runs a program or reads the machine");
        }
    }

    private void resource(String file, Body.Block block) {
        String type = block.label(0);
        Optional<Body.Attribute> provider = block.body().attribute("provider");
        if (provider.isPresent()) {
            providers.reference(file, provider.get());
        } else {
            providers.local(file, block.line(), implied(type));
        }
        if (SettingRules.executes(type)) {
            scan.report(
                    file,
                    block.line(),
                    ScanRule.DATA_SOURCE,
                    block.type() + " " + Scan.quote(type) + " executes, reads the machine or talks to the network");
        }
    }

    /** What is imported needs its provider even where no resource block stands for it yet. */
    private void imported(String file, Body body) {
        Optional<Body.Attribute> provider = body.attribute("provider");
        provider.ifPresent(p -> providers.reference(file, p));
        Optional<Body.Attribute> to = provider.isPresent() ? Optional.empty() : body.attribute("to");
        to.ifPresent(a -> Expressions.roots(a.expression(), type -> {
            if (!type.equals("module")) {
                providers.local(file, a.line(), implied(type));
            }
        }));
    }

    private static String implied(String type) {
        int underscore = type.indexOf('_');
        return underscore < 0 ? type : type.substring(0, underscore);
    }

    private void module(String file, Body.Block block) {
        Optional<Body.Attribute> attribute = block.body().attribute("source");
        String source = attribute.flatMap(a -> Literals.text(a.expression())).orElse(null);
        String version = block.body()
                .attribute("version")
                .flatMap(a -> Literals.text(a.expression()))
                .orElse(null);
        Optional<Path> local = source != null && ModuleSources.isLocal(source)
                ? scan.sources().local(directory, source)
                : Optional.empty();
        local.ifPresent(scan::enqueue);
        scan.module(new ModuleCall(
                scan.tree().name(directory),
                block.label(0),
                source,
                version,
                local.map(scan.tree()::name).orElse(null),
                file,
                block.line()));
        // an override file may leave the source to the file that it overrides
        boolean allowed = attribute.isEmpty()
                || source != null
                        && (ModuleSources.isLocal(source)
                                ? local.isPresent() && scan.sources().allowsLocal(local.get())
                                : scan.sources().allowsRemote(source));
        if (!allowed) {
            scan.report(
                    file,
                    block.line(),
                    ScanRule.MODULE,
                    "module " + Scan.quote(block.label(0)) + " comes from "
                            + (source == null ? "an expression" : Scan.quote(source)) + ", which is not allowed");
        }
        block.body()
                .attribute("providers")
                .ifPresent(a -> Expressions.roots(a.expression(), name -> providers.local(file, a.line(), name)));
    }

    private void variable(Body.Block block) {
        if (directory.equals(scan.rootModule())) {
            scan.variable(new Variable(
                    block.label(0),
                    mayBeTrue(block, "sensitive"),
                    mayBeTrue(block, "ephemeral"),
                    block.body().attribute("default").isPresent()));
        }
    }

    private static boolean mayBeTrue(Body.Block block, String name) {
        return block.body()
                .attribute(name)
                .map(a -> Literals.value(a.expression()))
                .filter(v -> !Boolean.FALSE.equals(v) && !"false".equals(v))
                .isPresent();
    }

    private void provisioners(String file, Body body) {
        for (Body.Block block : body.blocks()) {
            String made = block.type().equals("dynamic") ? block.label(0) : block.type();
            if (made.equals("provisioner")) {
                scan.report(file, block.line(), ScanRule.PROVISIONER, "provisioner " + Scan.quote(block.label(0)));
            }
            provisioners(file, block.body());
        }
    }

    /** Only at the end it is known whether {@code path} is what it seems; nothing of the tree is kept until then. */
    private void expressions(String file, Body body, boolean json) {
        for (Body.Attribute attribute : body.attributes()) {
            Expressions.bound(attribute.expression(), this::bind);
            scan.functions(
                    file,
                    attribute.expression(),
                    json ? null : directory,
                    line -> pathUses.add(new PathUse(file, line)));
            Expressions.calls(attribute.expression(), call -> {
                if (call.name().startsWith("provider::")) {
                    providers.local(file, call.line(), call.name().split("::")[1]);
                }
            });
        }
        for (Body.Block block : body.blocks()) {
            if (block.type().equals("dynamic")) {
                bind(block.label(0));
                block.body().attribute("iterator").ifPresent(a -> Expressions.roots(a.expression(), this::bind));
            }
            expressions(file, block.body(), json);
        }
    }

    private void bind(String name) {
        pathIsBound |= name.equals("path");
    }
}
