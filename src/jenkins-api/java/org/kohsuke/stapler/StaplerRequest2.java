package org.kohsuke.stapler;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.lang.Klass;

/** The signature of {@code StaplerRequest2}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface StaplerRequest2 extends HttpServletRequest {
    void bindJSON(Object bean, JSONObject src);

    String getRestOfPath();

    JSONObject getSubmittedForm() throws ServletException;

    RequestDispatcher getView(Class clazz, String viewName) throws IOException;

    RequestDispatcher getView(Klass<?> clazz, String viewName) throws IOException;

    RequestDispatcher getView(Object it, String viewName) throws IOException;
}
