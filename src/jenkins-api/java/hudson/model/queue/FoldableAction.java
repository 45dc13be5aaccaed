package hudson.model.queue;

import hudson.model.Action;

/** The signature of {@code FoldableAction}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface FoldableAction extends Action {}
