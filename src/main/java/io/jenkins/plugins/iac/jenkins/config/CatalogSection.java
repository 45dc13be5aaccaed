package io.jenkins.plugins.iac.jenkins.config;

/**
 * One section of the document as Configuration as Code handles it.
 *
 * @param name name of the section
 * @param plain its objects as maps and lists, or null where it is absent
 */
public record CatalogSection(String name, Object plain) {}
