package io.jenkins.plugins.iac.runtask;

import io.jenkins.plugins.iac.model.TaskNetwork;
import io.jenkins.plugins.iac.runtask.TaskAnswer.NoAnswer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST over TLS, and nothing else: the address that was checked is the one that is connected to, so that a name that
 * resolves otherwise a moment later leads nowhere; no proxy, no redirect, no cookie, no credential of the environment. Time
 * and size of everything that comes back are bounded.
 */
final class HttpsPost {
    private static final int MOST_HEADER = 16 * 1024;
    private static final int HTTPS = 443;

    private static final Socket GONE = new Socket();

    private final URI uri;
    private final byte[] body;
    private final String contentType;
    private final TaskNetwork network;
    private final SSLSocketFactory tls;
    /** The connection under way; {@link #GONE} once nobody waits any more, and then none is begun. */
    private final AtomicReference<Socket> open = new AtomicReference<>();

    /** The body of an answer with status 200, and the address that gave it. */
    record Answer(byte[] body, String peer) {}

    HttpsPost(URI uri, String contentType, byte[] body, TaskNetwork network, SSLSocketFactory tls) {
        this.uri = uri;
        this.contentType = contentType;
        this.body = body.clone();
        this.network = network;
        this.tls = tls;
    }

    /** Sends and waits, for so long at most, name resolution included. */
    Answer send(Duration timeout) throws NoAnswer {
        FutureTask<Answer> task = new FutureTask<>(() -> exchange(timeout));
        Thread thread = new Thread(task, "iac-run-task");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NoAnswer("no answer within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoAnswer no) {
                throw no;
            }
            throw new NoAnswer(
                    "the connection failed: " + e.getCause().getClass().getSimpleName());
        } finally {
            close();
        }
    }

    private void close() {
        Socket socket = open.getAndSet(GONE);
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is of no use any more either way.
            }
        }
    }

    private Answer exchange(Duration timeout) throws IOException, NoAnswer {
        InetAddress address = address();
        int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
        int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        try (Socket plain = new Socket()) {
            if (!open.compareAndSet(null, plain)) {
                throw new NoAnswer("it took too long to find the address");
            }
            plain.connect(new InetSocketAddress(address, port), millis);
            plain.setSoTimeout(millis);
            try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, uri.getHost(), port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                if (!isLiteral(uri.getHost())) {
                    parameters.setServerNames(List.of(new SNIHostName(uri.getHost())));
                }
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                socket.getOutputStream().write(head(port));
                socket.getOutputStream().write(body);
                socket.getOutputStream().flush();
                return new Answer(read(new BufferedInputStream(socket.getInputStream())), address.getHostAddress());
            }
        }
    }

    private static boolean isLiteral(String host) {
        return host.matches("[0-9.]+") || host.contains(":");
    }

    /** The first address; every one that the name has must be allowed, or the name is not what the catalog meant. */
    private InetAddress address() throws IOException, NoAnswer {
        if (uri.getHost() == null) {
            throw new NoAnswer("its URL names no host");
        }
        InetAddress[] all = InetAddress.getAllByName(uri.getHost());
        for (InetAddress address : all) {
            if (!network.allows(address)) {
                throw new NoAnswer("its name leads to an address that is not "
                        + network.name().toLowerCase(Locale.ROOT) + "; see 'network' of the check");
            }
        }
        return all[0];
    }

    private byte[] head(int port) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String host = port == HTTPS ? uri.getHost() : uri.getHost() + ":" + port;
        return ("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: " + contentType
                        + "\r\nContent-Length: " + body.length
                        + "\r\nAccept: application/json\r\nUser-Agent: iac-runners\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] read(InputStream in) throws IOException, NoAnswer {
        int[] left = {MOST_HEADER};
        String first = line(in, left);
        if (!first.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw new NoAnswer("the answer is no HTTP");
        }
        int status = Integer.parseInt(first.substring(9, 12));
        long length = -1;
        boolean chunked = false;
        boolean json = false;
        for (String header = line(in, left); !header.isEmpty(); header = line(in, left)) {
            int colon = header.indexOf(':');
            String name = colon < 0 ? "" : header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = colon < 0 ? "" : header.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
            switch (name) {
                case "content-length" -> length = value.matches("\\d{1,9}") ? Long.parseLong(value) : Long.MAX_VALUE;
                case "transfer-encoding" -> chunked = value.equals("chunked");
                case "content-type" -> json = value.startsWith("application/json");
                default -> {
                    // Nothing else matters.
                }
            }
        }
        if (status >= 300 && status < 400) {
            throw new NoAnswer("the answer leads elsewhere (HTTP " + status + "), where nobody follows");
        }
        if (status != 200) {
            throw new NoAnswer("the answer is HTTP " + status);
        }
        if (!json) {
            throw new NoAnswer("the answer is not application/json");
        }
        return chunked ? chunks(in) : plain(in, length);
    }

    private static byte[] plain(InputStream in, long length) throws IOException, NoAnswer {
        if (length > TaskAnswer.MOST_BYTES) {
            throw tooLarge();
        }
        byte[] bytes = in.readNBytes(length >= 0 ? (int) length : TaskAnswer.MOST_BYTES + 1);
        if (bytes.length > TaskAnswer.MOST_BYTES) {
            throw tooLarge();
        }
        if (length >= 0 && bytes.length < length) {
            throw new NoAnswer("the answer is cut off");
        }
        return bytes;
    }

    private static byte[] chunks(InputStream in) throws IOException, NoAnswer {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            String size = line(in, new int[] {100}).split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                throw new NoAnswer("the answer's chunks are broken");
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return all.toByteArray();
            }
            if (all.size() + length > TaskAnswer.MOST_BYTES) {
                throw tooLarge();
            }
            byte[] chunk = in.readNBytes(length);
            if (chunk.length < length || !line(in, new int[] {2}).isEmpty()) {
                throw new NoAnswer("the answer is cut off");
            }
            all.writeBytes(chunk);
        }
    }

    private static NoAnswer tooLarge() {
        return new NoAnswer("the answer is larger than " + TaskAnswer.MOST_BYTES + " bytes");
    }

    private static String line(InputStream in, int[] left) throws IOException, NoAnswer {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new NoAnswer("the answer is cut off");
            }
            if (--left[0] < 0) {
                throw new NoAnswer("the head of the answer is too large");
            }
            line.write(c);
        }
        byte[] bytes = line.toByteArray();
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return new String(Arrays.copyOf(bytes, end), StandardCharsets.ISO_8859_1);
    }
}
