package net.sf.json;

/** The signature of {@code JSONArray}, as far as the plugin links to it; its bodies never run. */
public final class JSONArray implements JSON {
    private JSONArray() {}

    public Object get(int index) {
        throw new UnsupportedOperationException();
    }

    public int size() {
        throw new UnsupportedOperationException();
    }
}
