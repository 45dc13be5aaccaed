package io.jenkins.plugins.iac.catalog;

/** Where in the document we are, written out only when somebody is told. */
record Path(Path parent, String key, int index) {
    static final Path ROOT = new Path(null, "", -1);

    Path child(String name) {
        return new Path(this, name, -1);
    }

    Path item(int position) {
        return new Path(this, "", position);
    }

    @Override
    public String toString() {
        if (parent == null) {
            return "";
        }
        String before = parent.toString();
        if (index >= 0) {
            return before + "[" + index + "]";
        }
        return before.isEmpty() ? key : before + "." + key;
    }
}
