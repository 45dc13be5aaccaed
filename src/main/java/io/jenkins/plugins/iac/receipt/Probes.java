package io.jenkins.plugins.iac.receipt;

import io.jenkins.plugins.iac.model.Tri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Knocks at the doors that lead out of a job: the engine of containers, the metadata service of the cloud. */
final class Probes {
    private static final List<String> SOCKETS = List.of(
            "var/run/docker.sock",
            "run/docker.sock",
            "run/podman/podman.sock",
            "run/containerd/containerd.sock",
            "run/crio/crio.sock");

    private final Machine machine;

    Probes(Machine machine) {
        this.machine = machine;
    }

    /** Whether a container engine takes our connection. */
    Tri dockerSocket() {
        Set<Path> sockets = new LinkedHashSet<>();
        SOCKETS.forEach(socket -> sockets.add(machine.root().resolve(socket)));
        Tri remote = Tri.NO;
        String host = machine.environment().getOrDefault("DOCKER_HOST", "");
        if (host.startsWith("unix://")) {
            sockets.add(Path.of(host.substring("unix://".length())));
        } else if (!host.isBlank()) {
            remote = tcp(host);
        }
        List<Tri> answers = new ArrayList<>(sockets.stream().map(Probes::unix).toList());
        answers.add(remote);
        return any(answers);
    }

    private static Tri unix(Path path) {
        if (!Files.exists(path)) {
            return Tri.NO;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A connection to a local socket is made at once or not at all; it must not wait for a full queue.
            channel.configureBlocking(false);
            return channel.connect(UnixDomainSocketAddress.of(path)) ? Tri.YES : Tri.UNKNOWN;
        } catch (IOException e) {
            // Refused or not permitted: whoever runs here cannot use it.
            return Tri.NO;
        } catch (RuntimeException e) {
            return Tri.UNKNOWN;
        }
    }

    private Tri tcp(String host) {
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            URI uri = URI.create(host);
            if (uri.getHost() == null || uri.getPort() < 0) {
                return Tri.UNKNOWN;
            }
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), millis());
            return Tri.YES;
        } catch (IOException e) {
            return Tri.NO;
        } catch (RuntimeException e) {
            return Tri.UNKNOWN;
        }
    }

    /** Whether anything at one of the addresses answers as HTTP does; all are asked at once. */
    Tri metadataService() {
        List<CompletableFuture<Tri>> asked = machine.metadata().stream()
                .map(address -> CompletableFuture.supplyAsync(
                        () -> http(address), task -> new Thread(task, "iac-probe").start()))
                .toList();
        return any(asked.stream().map(CompletableFuture::join).toList());
    }

    private Tri http(InetSocketAddress address) {
        boolean connected = false;
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(address, millis());
            connected = true;
            socket.setSoTimeout(millis());
            String request = "GET / HTTP/1.1\r\nHost: " + address.getHostString() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
            return answer.equals("HTTP/") ? Tri.YES : Tri.UNKNOWN;
        } catch (IOException e) {
            return connected ? Tri.UNKNOWN : Tri.NO;
        } catch (RuntimeException e) {
            return Tri.UNKNOWN;
        }
    }

    private int millis() {
        return (int) Math.max(1, machine.probe().toMillis());
    }

    private static Tri any(List<Tri> answers) {
        if (answers.contains(Tri.YES)) {
            return Tri.YES;
        }
        return answers.contains(Tri.UNKNOWN) ? Tri.UNKNOWN : Tri.NO;
    }
}
