package io.jenkins.plugins.iac.jenkins.config;

import hudson.Extension;
import io.jenkins.plugins.casc.Attribute;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.Configurator;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.iac.catalog.DocumentField;
import io.jenkins.plugins.iac.catalog.Finding;
import io.jenkins.plugins.iac.catalog.LoadResult;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code unclassified: iac:} of Configuration as Code: hands the whole node to the loader that reads the same document
 * everywhere else. What is there replaces what was; a section that is left out is empty afterwards.
 */
@Extension(optional = true)
public class CascCatalog implements Configurator<IacGlobalConfiguration> {
    private static final int MOST_SHOWN = 20;

    @Override
    public Class<IacGlobalConfiguration> getTarget() {
        return IacGlobalConfiguration.class;
    }

    @Override
    public Set<Attribute<IacGlobalConfiguration, ?>> describe() {
        Set<Attribute<IacGlobalConfiguration, ?>> attributes = new LinkedHashSet<>();
        for (DocumentField section : DocumentField.sections()) {
            attributes.add(new Attribute<>(section.name(), CatalogSection.class));
        }
        return attributes;
    }

    @Override
    public IacGlobalConfiguration configure(CNode node, ConfigurationContext context) throws ConfiguratorException {
        IacGlobalConfiguration configuration = IacGlobalConfiguration.get();
        refuseErrors(configuration.replace(document(node), null));
        return configuration;
    }

    @Override
    public IacGlobalConfiguration check(CNode node, ConfigurationContext context) throws ConfiguratorException {
        refuseErrors(CatalogDocument.of(document(node)).result());
        return IacGlobalConfiguration.get();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> document(CNode node) throws ConfiguratorException {
        if (node == null) {
            return Map.of();
        }
        if (CascNodes.plain(node) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new ConfiguratorException(this, "expected a map with the sections of the catalog");
    }

    private void refuseErrors(LoadResult result) throws ConfiguratorException {
        if (!result.isOk()) {
            String shown = result.errors().stream()
                    .limit(MOST_SHOWN)
                    .map(Finding::toString)
                    .collect(Collectors.joining("\n"));
            throw new ConfiguratorException(
                    this, "the catalog has " + result.errors().size() + " errors and was not changed:\n" + shown);
        }
    }
}
