package org.kohsuke.stapler;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.kohsuke.stapler.export.ExportConfig;

/** The signature of {@code StaplerResponse2}, as far as the plugin links to it; its bodies never run. */
public interface StaplerResponse2 extends HttpServletResponse {
    void forward(Object it, String url, StaplerRequest2 request) throws ServletException, IOException;

    void sendRedirect2(String url) throws IOException;

    default void serveExposedBean(StaplerRequest2 req, Object exposedBean, ExportConfig exportConfig)
            throws ServletException, IOException {
        throw new UnsupportedOperationException();
    }
}
