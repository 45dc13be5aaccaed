package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How git may reach a repository. Secrets are in files that the host wrote (mode 0600) and removes, or in the agent
 * behind a socket; none is an argument. Nothing of this is inherited from the environment of the job.
 *
 * @param sshIdentity private key file, or null for what the SSH agent offers
 * @param knownHosts known hosts file, or null for OpenSSH's own; an unknown host key always refuses
 * @param credentials file in the format of {@code git credential-store} ({@code https://user:token@host}), or null
 * @param environment further variables, each in {@link #ALLOWED}
 */
public record GitAccess(Path sshIdentity, Path knownHosts, Path credentials, Map<String, String> environment) {
    /** Variables that a host may hand to git: the SSH agent, the way out, and the certificates to trust. */
    public static final Set<String> ALLOWED =
            Set.of("SSH_AUTH_SOCK", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "GIT_SSL_CAINFO");

    /** No credential at all: public repositories and file paths. */
    public static final GitAccess NONE = new GitAccess(null, null, null, Map.of());

    /** What may stand in a path that becomes part of a line which git hands to the system. */
    private static final Pattern PLAIN_PATH = Pattern.compile("/[A-Za-z0-9._@+ /-]*");

    public GitAccess {
        environment = Map.copyOf(environment);
        for (String name : new TreeSet<>(environment.keySet())) {
            if (!ALLOWED.contains(name)) {
                throw IacException.badInput(
                        "preparing git", "environment", name, "one of " + new TreeSet<>(ALLOWED), "leave it out");
            }
        }
        plain("sshIdentity", sshIdentity);
        plain("knownHosts", knownHosts);
        plain("credentials", credentials);
    }

    static Path plain(String what, Path path) {
        if (path != null && !PLAIN_PATH.matcher(path.toString()).matches()) {
            throw IacException.badInput(
                    "preparing git",
                    what,
                    Text.printable(path.toString()),
                    "an absolute path of letters, digits, blanks and '._@+-/'",
                    "put the file where the path has no other character");
        }
        return path;
    }
}
