package io.jenkins.plugins.iac.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.identity.Token;
import io.jenkins.plugins.iac.identity.TokenDirectory;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import jenkins.security.MasterToSlaveCallable;

/**
 * The private directory on an agent in which the token of a run is. Part of a step's saved state, so it knows where and
 * until when, and never the token: that goes over the channel and nowhere else.
 */
public final class TokenOnAgent implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private long renewAt;

    private TokenOnAgent(String directory) {
        this.directory = directory;
    }

    /** Makes the directory with the first token. */
    public static TokenOnAgent place(VirtualChannel channel, CloudBinding binding, Token token)
            throws IOException, InterruptedException {
        TokenOnAgent made = new TokenOnAgent(binding.directory().toString());
        channel.call(new Place(made.directory, new HashMap<>(binding.files()), token.value()));
        made.renewAt = token.renewAt().getEpochSecond();
        return made;
    }

    /** Whether the next token should be there by now. */
    public boolean isDue(Instant now) {
        return now.getEpochSecond() >= renewAt;
    }

    /** When that is. */
    public Instant renewAt() {
        return Instant.ofEpochSecond(renewAt);
    }

    /** Asks for no further token: the last one expires. */
    public void giveUp() {
        renewAt = Long.MAX_VALUE;
    }

    /** Puts the next token in place of the last one; fails where the run has cleaned up already. */
    public void renew(VirtualChannel channel, Token token) throws IOException, InterruptedException {
        channel.call(new Renew(directory, token.value()));
        renewAt = token.renewAt().getEpochSecond();
    }

    /** Deletes everything; fine where it is gone. */
    public void delete(VirtualChannel channel) throws IOException, InterruptedException {
        channel.call(new Delete(directory));
    }

    private static final class Place extends MasterToSlaveCallable<Void, IOException> {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private final HashMap<String, String> files;
        private final String token;

        Place(String directory, Map<String, String> files, String token) {
            this.directory = directory;
            this.files = new HashMap<>(files);
            this.token = token;
        }

        @Override
        public Void call() throws IOException {
            TokenDirectory.create(Path.of(directory), files, token);
            return null;
        }
    }

    private static final class Renew extends MasterToSlaveCallable<Void, IOException> {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private final String token;

        Renew(String directory, String token) {
            this.directory = directory;
            this.token = token;
        }

        @Override
        public Void call() throws IOException {
            TokenDirectory.of(Path.of(directory)).renew(token);
            return null;
        }
    }

    private static final class Delete extends MasterToSlaveCallable<Void, IOException> {
        private static final long serialVersionUID = 1L;
        private final String directory;

        Delete(String directory) {
            this.directory = directory;
        }

        @Override
        public Void call() throws IOException {
            TokenDirectory.of(Path.of(directory)).close();
            return null;
        }
    }
}
