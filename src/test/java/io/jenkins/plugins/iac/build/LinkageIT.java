package io.jenkins.plugins.iac.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/**
 * Follows every reference in the plugin's bytecode: to a member that exists, in a class that the plugin bundles or that
 * Jenkins or a declared plugin brings. In the default build the Jenkins classes here are the signatures of
 * {@code src/jenkins-api}, so a member that they lack is found; with {@code -Pjenkins} they are the real ones.
 */
public class LinkageIT {
    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;

    /** Package prefix to the plugin that brings it; {@code core} is Jenkins itself. */
    private static final Map<String, String> BROUGHT_BY = new TreeMap<>(Map.ofEntries(
            Map.entry("java.", "core"),
            Map.entry("javax.", "core"),
            Map.entry("org.w3c.", "core"),
            Map.entry("org.xml.", "core"),
            Map.entry("hudson.", "core"),
            Map.entry("groovy.", "core"),
            Map.entry("hudson.plugins.git.", "git"),
            Map.entry("jenkins.", "core"),
            Map.entry("jenkins.scm.", "scm-api"),
            Map.entry("jenkins.branch.", "branch-api"),
            Map.entry("jenkins.plugins.git.", "git"),
            Map.entry("org.kohsuke.stapler.", "core"),
            Map.entry("org.jenkinsci.Symbol", "core"),
            Map.entry("org.jvnet.localizer.", "core"),
            Map.entry("net.sf.json.", "core"),
            Map.entry("org.springframework.security.", "core"),
            Map.entry("jakarta.servlet.", "core"),
            Map.entry("com.google.common.", "core"),
            Map.entry("org.jenkinsci.plugins.durabletask.", "durable-task"),
            Map.entry("org.jenkinsci.plugins.github_branch_source.", "github-branch-source"),
            Map.entry("org.jenkinsci.plugins.plaincredentials.", "plain-credentials"),
            Map.entry("org.jenkinsci.plugins.workflow.", "workflow-api"),
            Map.entry("org.jenkinsci.plugins.workflow.cps.", "workflow-cps"),
            Map.entry("org.jenkinsci.plugins.workflow.steps.", "workflow-step-api"),
            Map.entry("org.jenkinsci.plugins.workflow.support.", "workflow-support"),
            Map.entry("org.jenkinsci.plugins.workflow.support.steps.", "workflow-durable-task-step"),
            Map.entry("org.jenkinsci.plugins.workflow.support.steps.input.", "pipeline-input-step"),
            Map.entry("com.cloudbees.plugins.credentials.", "credentials"),
            Map.entry("io.jenkins.plugins.casc.", "configuration-as-code"),
            Map.entry("org.csanchez.jenkins.plugins.kubernetes.", "kubernetes"),
            Map.entry("io.fabric8.kubernetes.", "kubernetes"),
            Map.entry("com.fasterxml.jackson.", "jackson2-api"),
            Map.entry("org.yaml.snakeyaml.", "snakeyaml-api")));

    private final Hpi hpi = Hpi.built();

    @Test
    public void everyReference_isToAMemberThatExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int[] followed = {0};
        hpi.ownClasses().forEach((name, bytes) -> {
            ClassReader reader = new ClassReader(bytes);
            char[] buffer = new char[reader.getMaxStringLength()];
            for (int i = 1; i < reader.getItemCount(); i++) {
                int item = reader.getItem(i);
                int tag = item == 0 ? 0 : reader.readByte(item - 1);
                if (tag == FIELD || tag == METHOD || tag == INTERFACE_METHOD) {
                    followed[0]++;
                    String owner = reader.readClass(item, buffer);
                    int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
                    String member = reader.readUTF8(nameAndType, buffer);
                    String descriptor = reader.readUTF8(nameAndType + 2, buffer);
                    if (!exists(owner, member, descriptor, tag == FIELD)) {
                        missing.add(name + " refers to " + owner + "." + member + descriptor);
                    }
                }
            }
        });
        assertEquals(List.of(), missing);
        assertTrue("references were followed", followed[0] > 1000);
    }

    @Test
    public void everyClassReferredTo_isBundledOrOfADeclaredPlugin() throws IOException {
        Set<String> ours = new TreeSet<>(hpi.ownClasses().keySet());
        for (byte[] library : hpi.bundled().values()) {
            ours.addAll(
                    Hpi.classes(Hpi.unzip(new ByteArrayInputStream(library))).keySet());
        }
        List<String> declared = Stream.concat(
                        Stream.of("core"),
                        Arrays.stream(hpi.manifest()
                                        .getMainAttributes()
                                        .getValue("Plugin-Dependencies")
                                        .split(","))
                                .map(d -> d.replaceAll(":.*", "")))
                .toList();
        Set<String> strangers = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        hpi.ownClasses().forEach((name, bytes) -> {
            for (String type : types(bytes)) {
                if (!ours.contains(type)) {
                    String plugin = broughtBy(type);
                    used.add(plugin);
                    if (!declared.contains(plugin)) {
                        strangers.add(name + " refers to " + type + " of " + plugin);
                    }
                }
            }
        });
        assertEquals(Set.of(), strangers);
        Set<String> unused = new TreeSet<>(declared);
        unused.removeAll(used);
        if (hpi.ownJar().entrySet().stream()
                .filter(e -> e.getKey().endsWith(".jelly") || e.getKey().endsWith("CatalogManagement.class"))
                .anyMatch(e -> new String(e.getValue(), StandardCharsets.ISO_8859_1).contains("plugin-ionicons-api"))) {
            unused.remove("ionicons-api");
        }
        assertEquals("a declared plugin that nothing refers to is a burden", Set.of(), unused);
    }

    private static String broughtBy(String type) {
        return BROUGHT_BY.entrySet().stream()
                .filter(e -> type.startsWith(e.getKey()))
                .max(Map.Entry.comparingByKey(java.util.Comparator.comparing(String::length)))
                .map(Map.Entry::getValue)
                .orElse("nobody");
    }

    private static Set<String> types(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        char[] buffer = new char[reader.getMaxStringLength()];
        Set<String> names = new TreeSet<>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item != 0 && reader.readByte(item - 1) == CLASS) {
                Type type = Type.getObjectType(reader.readUTF8(item, buffer));
                Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
                if (element.getSort() == Type.OBJECT) {
                    names.add(element.getClassName());
                }
            }
        }
        return names;
    }

    private static boolean exists(String owner, String member, String descriptor, boolean field) {
        if (owner.startsWith("[")) {
            return true;
        }
        try {
            Class<?> type = Class.forName(owner.replace('/', '.'), false, LinkageIT.class.getClassLoader());
            if (isSignaturePolymorphic(type)) {
                return true;
            }
            return supertypes(type)
                    .anyMatch(t -> field
                            ? Arrays.stream(t.getDeclaredFields())
                                    .anyMatch(f -> f.getName().equals(member)
                                            && Type.getDescriptor(f.getType()).equals(descriptor))
                            : Stream.concat(
                                            Arrays.stream(t.getDeclaredMethods()),
                                            t == type ? Arrays.stream(t.getDeclaredConstructors()) : Stream.empty())
                                    .anyMatch(m -> is(m, member, descriptor)));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isSignaturePolymorphic(Class<?> type) {
        return type == java.lang.invoke.MethodHandle.class || type == java.lang.invoke.VarHandle.class;
    }

    private static boolean is(Executable executable, String member, String descriptor) {
        return executable instanceof Method method
                ? method.getName().equals(member)
                        && Type.getMethodDescriptor(method).equals(descriptor)
                : member.equals("<init>")
                        && Type.getConstructorDescriptor((Constructor<?>) executable)
                                .equals(descriptor);
    }

    private static Stream<Class<?>> supertypes(Class<?> type) {
        Stream<Class<?>> above = Stream.concat(
                Stream.ofNullable(type.getSuperclass()),
                Stream.concat(
                        Arrays.stream(type.getInterfaces()),
                        type.isInterface() ? Stream.of(Object.class) : Stream.empty()));
        return Stream.concat(Stream.of(type), above.flatMap(LinkageIT::supertypes));
    }
}
