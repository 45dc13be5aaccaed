package io.jenkins.plugins.iac.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.Extension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import net.java.sezpoz.Index;
import net.java.sezpoz.IndexItem;
import org.junit.Test;

/** Opens the plugin archive as Jenkins does and looks for what would go wrong without a word. */
public class HpiIT {
    /** Packages that Jenkins' core or an API plugin brings, and what belongs to the command line alone. */
    private static final List<String> NOT_OURS = List.of(
            "hudson.",
            "jenkins.",
            "org.kohsuke.",
            "org.jenkinsci.",
            "org.csanchez.",
            "com.cloudbees.",
            "io.jenkins.plugins.casc.",
            "net.sf.json.",
            "org.springframework.",
            "com.google.common.",
            "org.antlr.",
            "com.fasterxml.jackson.",
            "org.yaml.",
            "org.slf4j.",
            "org.apache.commons.",
            "jakarta.",
            "javax.",
            "org.jvnet.localizer.",
            "net.java.sezpoz.",
            "org.jspecify.",
            "io.fabric8.",
            "okhttp3.",
            "picocli.",
            "org.junit.",
            "com.tngtech.",
            "groovy.",
            "org.codehaus.groovy.");

    private final Hpi hpi = Hpi.built();

    @Test
    public void manifest_saysWhatThePluginManagerReads() throws IOException {
        Attributes manifest = hpi.manifest().getMainAttributes();
        assertEquals("io.jenkins.plugins", manifest.getValue("Group-Id"));
        assertEquals("iac-runners", manifest.getValue("Artifact-Id"));
        assertEquals("iac-runners", manifest.getValue("Short-Name"));
        assertEquals("true", manifest.getValue("Support-Dynamic-Loading"));
        assertEquals("17", manifest.getValue("Minimum-Java-Version"));
        for (String field : List.of("Long-Name", "Url", "Plugin-Version", "Plugin-Developers", "Plugin-License-Name")) {
            assertFalse(field, String.valueOf(manifest.getValue(field)).isBlank());
            assertFalse(field, String.valueOf(manifest.getValue(field)).contains("${"));
        }
        String core = manifest.getValue("Jenkins-Version");
        assertEquals(core, manifest.getValue("Hudson-Version"));
        assertTrue("a core newer than 2.516 would lock it out: " + core, core.matches("2\\.516(\\.1)?"));
    }

    /** Jenkins refuses to store objects of a class whose jar does not say that it is a plugin's (its class filter). */
    @Test
    public void ownJar_saysThatItIsAPlugins() throws IOException {
        byte[] bytes = hpi.ownJar().get("META-INF/MANIFEST.MF");
        Attributes manifest = new Manifest(new ByteArrayInputStream(bytes)).getMainAttributes();
        assertEquals("iac-runners", manifest.getValue("Short-Name"));
        assertEquals(
                hpi.manifest().getMainAttributes().getValue("Plugin-Version"), manifest.getValue("Plugin-Version"));
    }

    @Test
    public void manifest_linesAreNoLongerThan72Bytes() {
        String text = new String(hpi.manifestBytes(), StandardCharsets.UTF_8);
        for (String line : text.split("\r?\n")) {
            assertTrue(line, line.getBytes(StandardCharsets.UTF_8).length <= 72);
        }
        assertTrue("the last line counts only with its end", text.endsWith("\n"));
    }

    /** The tools of the shop may be missing; what the plugin cannot start without may not be optional. */
    @Test
    public void dependencies_eachHasAVersionAndOnlyTheHostsOwnAreRequired() throws IOException {
        Map<String, Boolean> optional = new TreeMap<>();
        for (String dependency : hpi.manifest()
                .getMainAttributes()
                .getValue("Plugin-Dependencies")
                .split(",")) {
            assertTrue(dependency, dependency.matches("[a-z0-9-]+:[0-9][A-Za-z0-9._-]*(;resolution:=optional)?"));
            optional.put(dependency.replaceAll(":.*", ""), dependency.endsWith("optional"));
        }
        for (String name : List.of("configuration-as-code", "git", "github-branch-source", "kubernetes")) {
            assertTrue(name + " is optional where it is named", optional.getOrDefault(name, true));
        }
        for (String name : List.of("jackson2-api", "snakeyaml-api")) {
            assertEquals(name, Boolean.FALSE, optional.get(name));
        }
    }

    @Test
    public void extensions_areInTheIndexThatJenkinsReads() throws Exception {
        Set<String> marked =
                Annotated.with(Extension.class.getName(), hpi.ownClasses()).keySet();
        assertFalse("the plugin has extensions", marked.isEmpty());
        assertEquals(marked, indexed());
    }

    private Set<String> indexed() throws Exception {
        Path jar = Files.createTempFile("iac-runners", ".jar");
        Files.write(jar, hpi.entries().get(Hpi.OWN_JAR));
        Set<String> names = new TreeSet<>();
        try (URLClassLoader loader = new IndexOnly(jar.toUri().toURL())) {
            for (IndexItem<Extension, Object> item : Index.load(Extension.class, Object.class, loader)) {
                names.add(item.className());
            }
        } finally {
            Files.delete(jar);
        }
        return names;
    }

    @Test
    public void symbols_areInTheIndexAndAreUnique() throws IOException {
        Map<String, List<String>> marked = Annotated.with("org.jenkinsci.Symbol", hpi.ownClasses());
        assertEquals(
                marked.keySet(),
                new TreeSet<>(Hpi.lines(hpi.ownJar().get("META-INF/services/annotations/org.jenkinsci.Symbol"))));
        assertTrue(marked.toString(), marked.values().stream().anyMatch(v -> v.contains("iac")));
    }

    @Test
    public void ownJar_holdsOurClassesAndNothingElse() throws IOException {
        Map<String, byte[]> jar = hpi.ownJar();
        assertTrue(jar.containsKey("index.jelly"));
        assertEquals(
                List.of(),
                jar.keySet().stream()
                        .filter(n -> !n.startsWith("io/jenkins/plugins/iac/"))
                        .filter(n -> !n.equals("index.jelly") && !n.startsWith("META-INF/"))
                        .toList());
        assertEquals(
                "the command line is no part of the plugin",
                List.of(),
                jar.keySet().stream()
                        .filter(n -> n.matches("io/jenkins/plugins/iac/(cli|render)/.*"))
                        .toList());
    }

    @Test
    public void archive_holdsNoClassThatJenkinsOrAnotherPluginBrings() throws IOException {
        Map<String, String> strangers = new TreeMap<>();
        for (Map.Entry<String, byte[]> library : hpi.bundled().entrySet()) {
            Hpi.classes(Hpi.unzip(new ByteArrayInputStream(library.getValue())))
                    .keySet()
                    .forEach(c ->
                            NOT_OURS.stream().filter(c::startsWith).forEach(p -> strangers.put(library.getKey(), p)));
        }
        assertEquals(Map.of(), strangers);
        assertEquals(
                List.of(),
                hpi.ownClasses().keySet().stream()
                        .filter(c -> !c.startsWith("io.jenkins.plugins.iac."))
                        .toList());
    }

    /** A library more is a decision: each is in every Jenkins that installs the plugin. */
    @Test
    public void archive_bundlesExactlyTheLibrariesThatWereDecidedOn() {
        Set<String> libraries = hpi.bundled().keySet().stream()
                .map(n -> n.replaceAll("-[0-9][0-9.]*\\.jar$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(List.of(
                        "cel",
                        "common",
                        "compiler",
                        "java-json-canonicalization",
                        "nimbus-jose-jwt",
                        "protobuf",
                        "protobuf-java",
                        "re2j",
                        "runtime",
                        "threeten-extra",
                        "v1alpha1")),
                libraries);
    }

    @Test
    public void jelly_escapesByDefault() throws IOException {
        List<String> careless = hpi.ownJar().entrySet().stream()
                .filter(e -> e.getKey().endsWith(".jelly"))
                .filter(e -> !new String(e.getValue(), StandardCharsets.UTF_8)
                        .startsWith("<?jelly escape-by-default='true'?>"))
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(List.of(), careless);
        assertNotNull(hpi.ownJar().get("index.jelly"));
    }

    @Test
    public void jelly_hasNoScriptAndNoHandlerOfItsOwn() throws IOException {
        List<String> careless = hpi.ownJar().entrySet().stream()
                .filter(e -> e.getKey().endsWith(".jelly"))
                .filter(e -> {
                    String text = new String(e.getValue(), StandardCharsets.UTF_8);
                    return text.matches("(?s).*(\\son[a-z]+=|<script(?![^>]*\\bsrc=)|javascript:|<j:out).*");
                })
                .map(Map.Entry::getKey)
                .toList();
        assertEquals("a Content-Security-Policy would stop them", List.of(), careless);
    }

    /** Reads the index from one jar only, and classes from wherever the test has them. */
    private static final class IndexOnly extends URLClassLoader {
        IndexOnly(URL jar) {
            super(new URL[] {jar}, HpiIT.class.getClassLoader());
        }

        @Override
        public java.util.Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("META-INF/annotations/") ? findResources(name) : super.getResources(name);
        }
    }

    /** Guards the test itself: the archive is not empty. */
    @Test
    public void archive_hasItsPartsWhereJenkinsLooks() {
        assertTrue(Arrays.asList(hpi.entries().keySet().toArray()).contains(Hpi.OWN_JAR));
        assertNotNull(hpi.entries().get("META-INF/MANIFEST.MF"));
    }
}
