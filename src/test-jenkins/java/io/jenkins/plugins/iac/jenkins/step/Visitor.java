package io.jenkins.plugins.iac.jenkins.step;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jvnet.hudson.test.JenkinsRule;

/** Somebody with a browser: the password is the name, a redirect is an answer. */
record Visitor(JenkinsRule jenkins, String user) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private HttpRequest.Builder request(String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + path));
        return user == null
                ? request
                : request.header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8)));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Presses a button of a page. */
    HttpResponse<String> post(String path, String... pairs) throws IOException, InterruptedException {
        return send(true, path, pairs);
    }

    /** What a form on somebody else's page makes a browser do. */
    HttpResponse<String> postWithoutCrumb(String path, String... pairs) throws IOException, InterruptedException {
        return send(false, path, pairs);
    }

    private HttpResponse<String> send(boolean crumb, String path, String... pairs)
            throws IOException, InterruptedException {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.add(pairs[i] + "=" + URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        HttpRequest.Builder request = request(path).header("Content-Type", "application/x-www-form-urlencoded");
        if (crumb) {
            request.header(jenkins.jenkins.getCrumbIssuer().getCrumbRequestField(), "test");
        }
        return CLIENT.send(
                request.POST(HttpRequest.BodyPublishers.ofString(String.join("&", fields)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
