package io.jenkins.plugins.iac.scan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a provider, {@code host/namespace/type}, in the form in which it is compared.
 *
 * @param value lower case, always with its host
 */
record ProviderSource(String value) {
    static final ProviderSource BUILT_IN = new ProviderSource("terraform.io/builtin/terraform");

    /** Narrower than what the tools take (they fold Unicode): a name outside of it is not on any list. */
    private static final Pattern PART = Pattern.compile("[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?");

    private static final Pattern HOST = Pattern.compile("[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?");

    /** Reads {@code type}, {@code namespace/type} or {@code host/namespace/type}; nothing where it is none of them. */
    static Optional<ProviderSource> parse(String text, String registry) {
        List<String> parts = List.of(text.toLowerCase(Locale.ROOT).split("/", -1));
        int size = parts.size();
        String host = size == 3 ? parts.get(0) : registry;
        String namespace = size >= 2 ? parts.get(size - 2) : "hashicorp";
        String type = parts.get(size - 1);
        boolean valid = size <= 3
                && HOST.matcher(host).matches()
                && PART.matcher(namespace).matches()
                && PART.matcher(type).matches();
        return valid ? Optional.of(new ProviderSource(host + "/" + namespace + "/" + type)) : Optional.empty();
    }

    /** What a local name means where no {@code required_providers} says otherwise. */
    static Optional<ProviderSource> implied(String localName, String registry) {
        return localName.equals("terraform")
                ? Optional.of(BUILT_IN)
                : parse(localName, registry).filter(s -> !localName.contains("/"));
    }
}
