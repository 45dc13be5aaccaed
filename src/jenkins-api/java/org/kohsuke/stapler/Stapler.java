package org.kohsuke.stapler;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The signature of {@code Stapler}, as far as the plugin links to it; its bodies never run. */
public class Stapler extends HttpServlet {
    private Stapler() {}

    public static StaplerRequest2 getCurrentRequest2() {
        throw new UnsupportedOperationException();
    }

    public void init(ServletConfig servletConfig) throws ServletException {
        throw new UnsupportedOperationException();
    }

    protected void service(HttpServletRequest req, HttpServletResponse rsp) throws ServletException, IOException {
        throw new UnsupportedOperationException();
    }
}
