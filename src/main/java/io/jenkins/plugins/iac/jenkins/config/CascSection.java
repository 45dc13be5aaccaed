package io.jenkins.plugins.iac.jenkins.config;

import hudson.Extension;
import io.jenkins.plugins.casc.Attribute;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.Configurator;
import io.jenkins.plugins.casc.model.CNode;
import java.util.Set;

/** Writes a section of the document when Configuration as Code exports; {@link CascCatalog} reads all of them at once. */
@Extension(optional = true)
public class CascSection implements Configurator<CatalogSection> {
    @Override
    public Class<CatalogSection> getTarget() {
        return CatalogSection.class;
    }

    @Override
    public Set<Attribute<CatalogSection, ?>> describe() {
        return Set.of();
    }

    @Override
    public CNode describe(CatalogSection section, ConfigurationContext context) {
        return CascNodes.node(section.plain());
    }

    @Override
    public CatalogSection configure(CNode node, ConfigurationContext context) {
        return new CatalogSection(getName(), CascNodes.plain(node));
    }

    @Override
    public CatalogSection check(CNode node, ConfigurationContext context) {
        return configure(node, context);
    }
}
