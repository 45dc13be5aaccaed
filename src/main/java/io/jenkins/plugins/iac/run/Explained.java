package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.Inherited;
import java.util.regex.Pattern;

/** An admission decision as the journal keeps it and a build shows it: {@code explain} with where the stack's fields come from. */
public final class Explained {
    /** Those who see a build need not be those who may read the catalog. */
    private static final Pattern NOT_SHOWN = Pattern.compile("(variables|backend\\.config)\\..*");

    /** Whether the stack's environment was protected then: a catalog that somebody writes later does not change it. */
    static final String PROTECTED = "protected";

    private Explained() {}

    /** The JSON of the decision, with the members {@code inherited} and {@value #PROTECTED}; values of variables and of the backend's configuration are left out. */
    public static ObjectNode of(AdmissionDecision decision, Catalog catalog) {
        ObjectNode json = (ObjectNode) decision.toJson();
        catalog.stack(decision.request().stack()).ifPresent(stack -> {
            catalog.environment(stack.environment()).ifPresent(e -> json.put(PROTECTED, e.isProtected()));
            ArrayNode fields = json.putArray("inherited");
            for (Inherited field : catalog.describe(stack.id())) {
                ObjectNode one = fields.addObject().put("field", field.field());
                if (!NOT_SHOWN.matcher(field.field()).matches()) {
                    one.put("value", field.value());
                }
                one.put("from", field.from());
            }
        });
        return json;
    }
}
