package org.kohsuke.stapler;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Type;
import net.sf.json.JSONObject;

/** The signature of {@code StaplerRequest2}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface StaplerRequest2 extends HttpServletRequest {
    <T> T bindJSON(Class<T> type, JSONObject src);

    void bindJSON(Object bean, JSONObject src);

    <T> T bindJSON(Type genericType, Class<T> erasure, Object json);

    <T> T findAncestorObject(Class<T> type);

    String getRestOfPath();

    JSONObject getSubmittedForm() throws ServletException;
}
