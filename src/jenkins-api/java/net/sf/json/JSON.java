package net.sf.json;

import java.io.Serializable;

/** The signature of {@code JSON}, as far as the plugin links to it; its bodies never run. */
public interface JSON extends Serializable {}
