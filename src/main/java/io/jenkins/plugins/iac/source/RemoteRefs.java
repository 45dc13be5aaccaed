package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a server calls by a name: full names that a short one may mean, and the choice among what it answered. */
final class RemoteRefs {
    private static final String PEELED = "^{}";

    private RemoteRefs() {}

    /** The full names that a ref may stand for, without those of annotated tags' commits. */
    static List<String> names(String ref) {
        return ref.startsWith("refs/") ? List.of(ref) : List.of("refs/heads/" + ref, "refs/tags/" + ref);
    }

    /** The patterns for {@code git ls-remote}. */
    static List<String> patterns(String ref) {
        return names(ref).stream()
                .flatMap(name ->
                        name.startsWith("refs/heads/") ? List.of(name).stream() : List.of(name, name + PEELED).stream())
                .toList();
    }

    /**
     * The one commit that the ref means in the output of {@code git ls-remote}, whose patterns match more than exact
     * names.
     */
    static String pick(String output, String ref, String repository) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String line : output.split("\n")) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                found.put(line.substring(tab + 1), line.substring(0, tab));
            }
        }
        TreeSet<String> commits = new TreeSet<>();
        for (String name : names(ref)) {
            String commit = found.getOrDefault(name + PEELED, found.get(name));
            if (commit != null) {
                commits.add(Refs.commit(commit));
            }
        }
        if (commits.size() != 1) {
            throw IacException.badInput(
                    "asking for " + ref,
                    repository,
                    commits.isEmpty() ? "no such branch or tag" : "a branch and a tag of that name at two commits",
                    "one commit of that name",
                    commits.isEmpty() ? "check the name" : "give the full name, refs/heads/... or refs/tags/...");
        }
        return commits.first();
    }
}
