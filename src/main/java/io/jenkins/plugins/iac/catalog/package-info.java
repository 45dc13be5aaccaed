/**
 * The configuration as one document: read with positions, checked against one table of fields, inherited down the path of
 * each stack, indexed. Everything that is wrong is reported at once; nothing that is wrong is ever used.
 */
package io.jenkins.plugins.iac.catalog;
