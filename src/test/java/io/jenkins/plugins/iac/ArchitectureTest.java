package io.jenkins.plugins.iac;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.BeforeClass;
import org.junit.Test;

/** The rules of docs/architecture.md. A new dependency between packages is a decision: change it here and there. */
public class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.iac";
    private static final String[] HOSTS = {ROOT + ".cli..", ROOT + ".jenkins.."};
    private static JavaClasses ours;

    @BeforeClass
    public static void read() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    public void engine_importsNoJenkinsAndNoCommandLine() {
        ArchRule rule = noClasses()
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
                        ROOT + ".jenkins..");
        rule.check(ours);
    }

    @Test
    public void hosts_doNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(HOSTS[0])
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOSTS[1])
                .check(ours);
        noClasses()
                .that()
                .resideInAPackage(HOSTS[1])
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HOSTS[0])
                .allowEmptyShould(true)
                .check(ours);
    }

    /** Jenkins has it only where the Kubernetes plugin is. */
    @Test
    public void kubernetesModel_isForThoseWhoNeedIt() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".jenkins.kubernetes..", ROOT + ".render..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .check(ours);
    }

    /** The archive of the plugin holds neither {@code render} nor the model that it uses. */
    @Test
    public void render_isForTheCommandLine() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".cli..", ROOT + ".render..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".render..")
                .check(ours);
    }

    @Test
    public void packages_formNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ours);
    }

    @Test
    public void model_knowsNobody() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + ".model..")
                .check(ours);
    }

    /** Each line: the package, and the packages of ours that it may ask. */
    @Test
    public void packages_askOnlyWhomTheTableNames() {
        may("json", "model");
        may("crypto", "json", "model");
        may("process", "model");
        may("policy", "model");
        may("catalog", "plan", "model", "policy", "json");
        may("admission", "catalog", "policy", "model", "json");
        may("source", "scan", "process", "model", "json");
        may("scan", "model", "json");
        may("plan", "model", "json", "crypto");
        may("approval", "plan", "policy", "model", "json");
        may("identity", "contract", "model", "json", "crypto");
        may("tool", "process", "model", "json");
        may("receipt", "process", "model", "json");
        may("pod", "model", "json");
        may("runtask", "process", "crypto", "model", "json");
        may("contract", "model", "json", "crypto");
        may("durable", "model");
        may("journal", "durable", "model", "json");
        may("lock", "journal", "model", "json");
        may("durable", "model", "json");
        may("evidence", "durable", "model", "json", "crypto");
        may(
                "worker",
                "contract",
                "source",
                "scan",
                "plan",
                "tool",
                "receipt",
                "runtask",
                "process",
                "durable",
                "model",
                "json",
                "crypto");
        may("render", "model", "json");
        may("drift", "plan", "model", "json");
        may("report", "plan", "approval", "policy", "model", "json");
    }

    private static void may(String from, String... to) {
        String[] allowed = new String[to.length + 1];
        allowed[0] = ROOT + "." + from + "..";
        for (int i = 0; i < to.length; i++) {
            allowed[i + 1] = ROOT + "." + to[i] + "..";
        }
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + from + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .because("docs/architecture.md allows " + from + " no more than " + String.join(", ", to))
                .check(ours);
    }
}
