package io.jenkins.plugins.iac;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.Assert.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.Test;

/** The rules of docs/architecture.md. A new dependency between packages is a decision: change its table. */
public class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.iac";
    private static final String[] HOSTS = {ROOT + ".cli..", ROOT + ".jenkins.."};
    /** Name, what it owns, whom it may ask. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\| [^|]+ \\| ([^|]+) \\|$");

    private static JavaClasses ours;

    @BeforeClass
    public static void read() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    public void engine_importsNoJenkinsAndNoCommandLine() {
        assertHolds(noClasses()
                .that(not(resideInAnyPackage(HOSTS)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "hudson..",
                        "jenkins..",
                        "org.kohsuke..",
                        "org.jenkinsci..",
                        "org.csanchez..",
                        "com.cloudbees..",
                        "io.jenkins.plugins.casc..",
                        "picocli..",
                        ROOT + ".cli..",
                        ROOT + ".jenkins.."));
    }

    @Test
    public void hosts_doNotKnowEachOther() {
        assertHolds(noClasses()
                .that()
                .resideInAPackage(HOSTS[0])
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOSTS[1]));
        assertHolds(noClasses()
                .that()
                .resideInAPackage(HOSTS[1])
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOSTS[0]));
    }

    /** Jenkins has it only where the Kubernetes plugin is. */
    @Test
    public void kubernetesModel_isForThoseWhoNeedIt() {
        assertHolds(noClasses()
                .that(not(resideInAnyPackage(ROOT + ".jenkins.kubernetes..", ROOT + ".render..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.."));
    }

    /** The archive of the plugin holds neither {@code render} nor the model that it uses. */
    @Test
    public void render_isForTheCommandLine() {
        assertHolds(noClasses()
                .that(not(resideInAnyPackage(ROOT + ".cli..", ROOT + ".render..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".render.."));
    }

    @Test
    public void packages_formNoCycle() {
        assertHolds(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    public void model_knowsNobody() {
        assertHolds(classes()
                .that()
                .resideInAPackage(ROOT + ".model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + ".model.."));
    }

    @Test
    public void packages_askOnlyWhomTheTableNames() throws IOException {
        Map<String, Set<String>> table = table();
        assertEquals(
                "packages, and rows of the table in docs/architecture.md",
                ours.stream()
                        .map(type -> type.getPackageName().substring(ROOT.length()))
                        .filter(name -> !name.isEmpty())
                        .map(name -> name.split("\\.")[1])
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(table.keySet()));
        // Whom the hosts may ask is told in words, and held above.
        table.keySet().removeAll(Set.of("cli", "jenkins"));
        table.forEach(ArchitectureTest::assertAsksOnly);
    }

    /** Each package with those of ours that it may ask. */
    private static Map<String, Set<String>> table() throws IOException {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs/architecture.md")));
        while (row.find()) {
            String asked = row.group(2);
            table.put(
                    row.group(1),
                    asked.equals("all of the above")
                            ? Set.copyOf(table.keySet())
                            : asked.equals("nobody") ? Set.of() : Set.of(asked.split(", ")));
        }
        return table;
    }

    private static void assertAsksOnly(String from, Set<String> asked) {
        String[] allowed = Stream.concat(Stream.of(from), asked.stream())
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new);
        assertHolds(noClasses()
                .that()
                .resideInAPackage(ROOT + "." + from + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .because("docs/architecture.md allows " + from + " no more than " + asked));
    }

    /** Fails with every line that breaks the rule, and where no class is one that the rule is about. */
    private static void assertHolds(ArchRule rule) {
        rule.check(ours);
    }
}
