package org.jenkinsci.plugins.workflow.actions;

import hudson.model.Action;

/** The signature of {@code PersistentAction}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface PersistentAction extends Action {}
