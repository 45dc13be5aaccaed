package org.kohsuke.stapler;

/** The signature of {@code HttpRedirect}, as far as the plugin links to it; its bodies never run. */
public final class HttpRedirect extends RuntimeException implements HttpResponse {
    private HttpRedirect() {}
}
