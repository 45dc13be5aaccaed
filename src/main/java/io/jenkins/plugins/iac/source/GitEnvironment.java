package io.jenkins.plugins.iac.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole environment of a git of ours. Configuration comes from here alone ({@code GIT_CONFIG_COUNT}, which stands
 * above every file): nothing of the system, of the user or of the repository is read, and everything with which git
 * could execute a program of somebody else's choice is off.
 */
final class GitEnvironment {
    private static final String NOWHERE = "/dev/null";

    /**
     * Content attributes that would change bytes on the way to the disk. This file outranks every {@code .gitattributes}
     * of the repository (gitattributes(5)).
     */
    static final String ATTRIBUTES = "* -text !eol !crlf -ident -filter !working-tree-encoding\n";

    private GitEnvironment() {}

    /** For a git that reads one repository of this machine, whatever its own configuration says, and reaches no other. */
    static Map<String, String> offline(Path git) {
        return base(git, Path.of("/nonexistent"), null, GitAccess.NONE);
    }

    static Map<String, String> of(Path git, Path home, RepositoryUrl.Protocol protocol, GitAccess access)
            throws IOException {
        Map<String, String> env = base(git, home, protocol, access);
        if (protocol == RepositoryUrl.Protocol.SSH) {
            env.put("GIT_SSH_VARIANT", "ssh");
            env.put("GIT_SSH_COMMAND", "ssh -F '" + sshConfig(home, access) + "'");
        }
        return env;
    }

    private static Map<String, String> base(Path git, Path home, RepositoryUrl.Protocol protocol, GitAccess access) {
        Map<String, String> env = new TreeMap<>(access.environment());
        env.put("PATH", git.getParent() + ":/usr/bin:/bin");
        env.put("HOME", home.toString());
        env.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
        env.put("LC_ALL", "C");
        env.put("GIT_CONFIG_NOSYSTEM", "1");
        env.put("GIT_CONFIG_SYSTEM", NOWHERE);
        env.put("GIT_CONFIG_GLOBAL", NOWHERE);
        env.put("GIT_ATTR_NOSYSTEM", "1");
        env.put("GIT_TERMINAL_PROMPT", "0");
        env.put("GIT_NO_REPLACE_OBJECTS", "1");
        env.put("GIT_NO_LAZY_FETCH", "1");
        env.put("GIT_OPTIONAL_LOCKS", "0");
        env.put("GIT_CEILING_DIRECTORIES", "/");
        env.put("GIT_ALLOW_PROTOCOL", protocol == null ? "none" : protocol.gitName());
        int i = 0;
        for (Map.Entry<String, String> entry : configuration(access)) {
            env.put("GIT_CONFIG_KEY_" + i, entry.getKey());
            env.put("GIT_CONFIG_VALUE_" + i, entry.getValue());
            i++;
        }
        env.put("GIT_CONFIG_COUNT", Integer.toString(i));
        return env;
    }

    private static List<Map.Entry<String, String>> configuration(GitAccess access) {
        List<Map.Entry<String, String>> config = new ArrayList<>();
        config.add(Map.entry("core.hooksPath", NOWHERE));
        config.add(Map.entry("core.fsmonitor", "false"));
        config.add(Map.entry("core.attributesFile", NOWHERE));
        config.add(Map.entry("core.excludesFile", NOWHERE));
        config.add(Map.entry("core.alternateRefsCommand", "false"));
        config.add(Map.entry("core.symlinks", "true"));
        config.add(Map.entry("core.fileMode", "true"));
        config.add(Map.entry("core.autocrlf", "false"));
        config.add(Map.entry("core.protectHFS", "true"));
        config.add(Map.entry("core.protectNTFS", "true"));
        config.add(Map.entry("core.sparseCheckout", "false"));
        config.add(Map.entry("filter.lfs.smudge", ""));
        config.add(Map.entry("filter.lfs.process", ""));
        config.add(Map.entry("filter.lfs.required", "false"));
        config.add(Map.entry("submodule.recurse", "false"));
        config.add(Map.entry("fetch.recurseSubmodules", "false"));
        config.add(Map.entry("transfer.bundleURI", "false"));
        config.add(Map.entry("transfer.fsckObjects", "true"));
        // Harmless in itself and common in the history of old repositories.
        config.add(Map.entry("fetch.fsck.zeroPaddedFilemode", "ignore"));
        config.add(Map.entry("fetch.fsck.missingSpaceBeforeDate", "ignore"));
        config.add(Map.entry("fetch.fsck.badTimezone", "ignore"));
        config.add(Map.entry("fetch.fsck.missingSpaceBeforeEmail", "ignore"));
        config.add(Map.entry("gc.auto", "0"));
        config.add(Map.entry("maintenance.auto", "false"));
        config.add(Map.entry("protocol.version", "2"));
        config.add(Map.entry("http.sslVerify", "true"));
        config.add(Map.entry("http.lowSpeedLimit", "1000"));
        config.add(Map.entry("http.lowSpeedTime", "60"));
        config.add(Map.entry("credential.interactive", "false"));
        // The empty value forgets helpers of any other source.
        config.add(Map.entry("credential.helper", ""));
        if (access.credentials() != null) {
            config.add(Map.entry("credential.helper", "store --file='" + access.credentials() + "'"));
        }
        config.add(Map.entry("gpg.program", "false"));
        config.add(Map.entry("gpg.x509.program", "false"));
        config.add(Map.entry("advice.detachedHead", "false"));
        config.add(Map.entry("init.defaultBranch", "iac"));
        return config;
    }

    /** An OpenSSH configuration that is read instead of the user's and the system's, and asks nothing. */
    private static Path sshConfig(Path home, GitAccess access) throws IOException {
        StringBuilder text = new StringBuilder("Host *\n");
        text.append("BatchMode yes\nStrictHostKeyChecking yes\nUpdateHostKeys no\nPermitLocalCommand no\n")
                .append("ProxyCommand none\nForwardAgent no\nForwardX11 no\nControlMaster no\nControlPath none\n")
                .append("ClearAllForwardings yes\nConnectTimeout 30\n")
                .append("ServerAliveInterval 15\nServerAliveCountMax 4\n");
        if (access.sshIdentity() != null) {
            text.append("IdentitiesOnly yes\nIdentityFile \"")
                    .append(access.sshIdentity())
                    .append("\"\n");
        }
        if (access.knownHosts() != null) {
            text.append("GlobalKnownHostsFile /dev/null\nUserKnownHostsFile \"")
                    .append(access.knownHosts())
                    .append("\"\n");
        }
        Path file = GitAccess.plain("target", home.resolve("ssh_config"));
        Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        return file;
    }
}
