package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.PolicySuite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code policy test}: the tests of a catalog's policies. */
@Command(name = "policy", header = "Tests the policies of a catalog.", subcommands = PolicyCommand.Test.class)
final class PolicyCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: policy test FILE");
    }

    /** {@code policy test FILE}. */
    @Command(
            name = "test",
            header = "Runs tests of policies: facts in, expected answer.",
            description = {
                "",
                "FILE has a list 'tests', each with name, policy, facts, and expect: pass, fail or unknown. 'plan' takes facts",
                "from the JSON of a plan (show -json). A fact that is not given is unknown. Nothing is started.",
                "",
                "Exit code 0: every policy answered as expected. 3: one did not. 1: the catalog or FILE is wrong."
            })
    static final class Test implements Callable<Integer> {
        private static final long MOST = 10L * 1024 * 1024;

        @ParentCommand
        private PolicyCommand parent;

        @Parameters(index = "0", paramLabel = "FILE", description = "tests, in YAML or JSON")
        private Path file;

        @Option(names = "--junit", paramLabel = "FILE", description = "writes the results in the form of JUnit, too")
        private Path junit;

        @Override
        public Integer call() {
            RootCommand root = parent.root;
            var catalog = CatalogLoader.load(root.catalogFile()).orThrow();
            Path directory = file.toAbsolutePath().getParent();
            PolicySuite.Report report = new PolicySuite(catalog, directory).run(text(), file.toString());
            if (junit != null) {
                write(junit, xml(report));
            }
            root.print(json(report, catalog.policyBundle().toString()), () -> print(root.terminal(), report));
            return report.failures() == 0 ? 0 : IacException.Kind.NOT_VERIFIED.exitCode();
        }

        private String text() {
            try {
                if (Files.size(file) > MOST) {
                    throw unreadable("more than " + MOST + " bytes");
                }
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw unreadable("no readable file (" + e.getClass().getSimpleName() + ")");
            }
        }

        private IacException unreadable(String found) {
            return IacException.badInput(
                    "reading tests of policies", file.toString(), found, "a file in YAML or JSON", "check its name");
        }

        private static void write(Path file, String text) {
            try {
                Files.writeString(file, text, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw IacException.badInput(
                        "writing the report",
                        file.toString(),
                        e.getClass().getSimpleName(),
                        "a file that can be written",
                        "name another one");
            }
        }

        private static ObjectNode json(PolicySuite.Report report, String bundle) {
            ObjectNode json = Json.object();
            json.put("tests", report.results().size());
            json.put("failures", report.failures());
            json.put("policyBundle", bundle);
            ArrayNode results = json.putArray("results");
            report.results().forEach(r -> results.addObject()
                    .put("name", r.name())
                    .put("policy", r.policy())
                    .put("expected", r.expected())
                    .put("found", r.found())
                    .put("passed", r.passed())
                    .put("reason", r.reason()));
            json.set("untested", Json.tree(report.untested()));
            return json;
        }

        private static void print(Terminal terminal, PolicySuite.Report report) {
            for (PolicySuite.Result one : report.results()) {
                terminal.out()
                        .println((one.passed() ? terminal.good("pass ") : terminal.bad("FAIL ")) + one.name() + " ("
                                + one.policy() + ")"
                                + (one.passed()
                                        ? ""
                                        : ": expected " + one.expected() + ", found " + one.found()
                                                + (one.reason().isEmpty() ? "" : ": " + one.reason())));
            }
            report.untested().forEach(name -> terminal.out()
                    .println(terminal.warn("none ") + "no test names the policy " + name));
            terminal.out().println(report.results().size() + " tests, " + report.failures() + " failed");
        }

        private static String xml(PolicySuite.Report report) {
            StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            xml.append("<testsuite name=\"policies\" tests=\"")
                    .append(report.results().size())
                    .append("\" failures=\"")
                    .append(report.failures())
                    .append("\" errors=\"0\" skipped=\"0\">\n");
            for (PolicySuite.Result one : report.results()) {
                xml.append("  <testcase classname=\"")
                        .append(escape(one.policy()))
                        .append("\" name=\"")
                        .append(escape(one.name()))
                        .append("\" time=\"")
                        .append(String.format(Locale.ROOT, "%.3f", one.time().toNanos() / 1e9))
                        .append(one.passed() ? "\"/>\n" : "\">\n");
                if (!one.passed()) {
                    xml.append("    <failure message=\"expected ")
                            .append(escape(one.expected()))
                            .append(", found ")
                            .append(escape(one.found()))
                            .append("\">")
                            .append(escape(one.reason()))
                            .append("</failure>\n  </testcase>\n");
                }
            }
            return xml.append("</testsuite>\n").toString();
        }

        /** Text for XML 1.0, which has no place for control characters. */
        private static String escape(String text) {
            StringBuilder out = new StringBuilder();
            text.codePoints().forEach(c -> {
                switch (c) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    case '"' -> out.append("&quot;");
                    default ->
                        out.appendCodePoint(
                                c < ' ' || c == 0xFFFE || c == 0xFFFF || Character.getType(c) == Character.SURROGATE
                                        ? '?'
                                        : c);
                }
            });
            return out.toString();
        }
    }
}
