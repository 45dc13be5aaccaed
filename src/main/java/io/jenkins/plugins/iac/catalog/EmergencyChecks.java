package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.TaskStage;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with external checks, destroy policies and break-glass although each field by itself is right. */
final class EmergencyChecks {
    private static final String BREAK_GLASS_STAGE = TaskStage.BREAK_GLASS.id();
    private final Findings findings;
    private final Map<String, Fields> tasks = new HashMap<>();

    EmergencyChecks(Findings findings) {
        this.findings = findings;
    }

    /** Checks a whole document; every problem becomes a finding, never an {@link IacException}. */
    void check(Fields root) {
        root.records("runTasks").forEach(this::runTask);
        for (Fields environment : root.records("environments")) {
            Fields breakGlass = environment.record("breakGlass");
            if (breakGlass != null) {
                stage(breakGlass, "alert", breakGlass.text("alert"));
                root.records("identities").stream()
                        .filter(identity -> breakGlass.has("identity")
                                && breakGlass.text("identity").equals(identity.text("name")))
                        .map(Records::identity)
                        .forEach(identity -> new IdentityChecks(findings)
                                .fits(
                                        breakGlass.at("identity"),
                                        breakGlass.path().child("identity"),
                                        "the identity " + identity.name(),
                                        identity,
                                        Operation.APPLY.id(),
                                        environment.text("name")));
            }
            Fields destroy = environment.record("destroy");
            if (destroy != null) {
                destroy.texts("runTasks").forEach(name -> notAlert(destroy, name));
            }
        }
        for (String list : List.of("stacks", "scopes")) {
            for (Fields fields : root.records(list)) {
                Fields constraints = fields.record("constraints");
                if (constraints != null) {
                    constraints.texts("runTasks").forEach(name -> {
                        notAlert(constraints, name);
                        isThere(constraints, name);
                    });
                }
            }
        }
    }

    private void runTask(Fields task) {
        if (task.has("name")) {
            tasks.put(task.text("name"), task);
        }
        if (task.has("url") == !task.texts("command").isEmpty()) {
            findings.error(
                    task.tree(),
                    task.path(),
                    task.has("url")
                            ? "an external check with url and command"
                            : "an external check without url and command",
                    "one of them",
                    "say where it is asked");
        }
        if (task.text("url") != null && !isReachable(task.text("url"))) {
            findings.error(
                    task.at("url"),
                    task.path().child("url"),
                    Findings.quote(task.text("url")),
                    "a host name or IPv4 address, and a port from 1 to 65535",
                    "write the URL as it answers");
        }
        if (!task.texts("command").isEmpty() && !task.texts("command").get(0).startsWith("/")) {
            findings.error(
                    task.at("command"),
                    task.path().child("command"),
                    Findings.quote(task.texts("command").get(0)),
                    "an absolute path of a program",
                    "name the program by its path; no shell looks for it");
        }
        if (!task.texts("command").isEmpty() && task.texts("stages").contains(BREAK_GLASS_STAGE)) {
            findings.warn(
                    task.at("command"),
                    task.path().child("command"),
                    "the external check " + task.text("name")
                            + " is a command: before a break-glass run there is no agent to run it, so that in Jenkins it"
                            + " counts as not answered there; give it an url");
        }
    }

    /** The form of a URL says less than Java asks for before it connects. */
    private static boolean isReachable(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 65535;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A check that nobody described is never answered, so that nothing is applied. */
    private void isThere(Fields at, String name) {
        if (!tasks.containsKey(name)) {
            findings.warn(
                    at.at("runTasks"),
                    at.path().child("runTasks"),
                    "the external check " + name
                            + " is not described under runTasks: nobody answers it, and every apply is refused; describe it");
        }
    }

    private void stage(Fields at, String field, String name) {
        Fields task = name == null ? null : tasks.get(name);
        if (task != null && !task.texts("stages").contains(BREAK_GLASS_STAGE)) {
            findings.error(
                    at.at(field),
                    at.path().child(field),
                    "the external check " + name + " for " + task.texts("stages"),
                    "one whose stages name break_glass",
                    "add the stage break_glass to it");
        }
    }

    /** A check that is only an alert would never be asked by a plan or an apply. */
    private void notAlert(Fields at, String name) {
        Fields task = tasks.get(name);
        if (task != null && task.texts("stages").equals(List.of(BREAK_GLASS_STAGE))) {
            findings.error(
                    at.at("runTasks"),
                    at.path().child("runTasks"),
                    "the external check " + name + ", which is only asked at break_glass",
                    "one that is asked before or after a plan or before an apply",
                    "add a stage to it");
        }
    }
}
