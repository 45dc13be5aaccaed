package hudson;

import java.util.Map;
import java.util.TreeMap;

/** The signature of {@code EnvVars}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public class EnvVars extends TreeMap<String, String> {
    public EnvVars() {}

    public EnvVars(EnvVars m) {}

    public EnvVars(String... keyValuePairs) {}

    public EnvVars(Map<String, String> m) {}

    public String put(String key, String value) {
        throw new UnsupportedOperationException();
    }
}
