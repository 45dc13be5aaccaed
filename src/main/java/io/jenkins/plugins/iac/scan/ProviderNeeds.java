package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.scan.ScanResult.ProviderUse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The providers of one module. A local name means what {@code required_providers} says in any file of the module, and
 * otherwise the provider of that name in the default registry.
 */
final class ProviderNeeds {
    private final Scan scan;
    private final String directory;
    private final Set<String> declared = new HashSet<>();
    private final Map<String, ProviderUse> used = new LinkedHashMap<>();
    private final List<ProviderUse> uses = new ArrayList<>();

    ProviderNeeds(Scan scan, Path directory) {
        this.scan = scan;
        this.directory = scan.tree().name(directory);
    }

    /** An entry of {@code required_providers}. */
    void required(String file, Body.Attribute attribute) {
        String name = attribute.name();
        declared.add(name);
        Object value = Literals.value(attribute.expression());
        Object source = null;
        Object version = value;
        if (attribute.expression().size() == 1
                && attribute.expression().get(0) instanceof Node.Group group
                && group.open() == '{') {
            Map<String, Object> members = Literals.members(group).orElse(Map.of("source", Literals.UNKNOWN));
            source = members.get("source");
            version = members.get("version");
        } else if (value == Literals.UNKNOWN) {
            source = value;
        }
        Optional<ProviderSource> known = source == null
                ? ProviderSource.implied(name, scan.policy().registry())
                : source instanceof String text
                        ? ProviderSource.parse(text, scan.policy().registry())
                        : Optional.empty();
        uses.add(new ProviderUse(
                directory,
                name,
                known.map(ProviderSource::value).orElse(null),
                version instanceof String text ? text : null,
                file,
                attribute.line()));
    }

    /** A use of a provider by its local name. */
    void local(String file, int line, String name) {
        used.putIfAbsent(name, new ProviderUse(directory, name, null, null, file, line));
    }

    /** The {@code provider} argument of a resource. */
    void reference(String file, Body.Attribute attribute) {
        List<String> names = new ArrayList<>();
        Expressions.roots(attribute.expression(), names::add);
        local(file, attribute.line(), names.size() == 1 ? names.get(0) : "");
    }

    /** Resolves the names, now that all files were read, and judges each. */
    void finish() {
        for (ProviderUse use : used.values()) {
            if (!declared.contains(use.localName())) {
                String source = ProviderSource.implied(
                                use.localName(), scan.policy().registry())
                        .map(ProviderSource::value)
                        .orElse(null);
                uses.add(new ProviderUse(directory, use.localName(), source, null, use.file(), use.line()));
            }
        }
        for (ProviderUse use : uses) {
            scan.provider(use);
        }
    }
}
