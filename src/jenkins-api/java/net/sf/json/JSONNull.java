package net.sf.json;

/** The signature of {@code JSONNull}, as far as the plugin links to it; its bodies never run. */
public final class JSONNull implements JSON {
    private JSONNull() {}
}
