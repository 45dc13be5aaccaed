package io.jenkins.plugins.iac.build;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compares the signatures of {@code src/jenkins-api/java}, against which the default build compiles, with the real
 * classes. Each type must exist with the same modifiers and at least the supertypes claimed; each member must be
 * declared by the same type with the same erased parameters, result and modifiers; annotations of annotations and the
 * values of constants must be equal. Private members of a signature stand for nothing and are left out.
 *
 * <p>As a program: {@code SignatureComparison SOURCES JAR_OR_DIRECTORY...}; prints the differences, exits with 1 if there
 * are any.
 */
public final class SignatureComparison {
    private static final int TYPE_MODIFIERS = Modifier.PUBLIC
            | Modifier.PROTECTED
            | Modifier.STATIC
            | Modifier.FINAL
            | Modifier.ABSTRACT
            | Modifier.INTERFACE;
    private static final int MEMBER_MODIFIERS =
            Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

    private final ClassLoader signatures;
    private final ClassLoader real;
    private final List<String> differences = new ArrayList<>();
    private int members;

    private SignatureComparison(ClassLoader signatures, ClassLoader real) {
        this.signatures = signatures;
        this.real = real;
    }

    public static void main(String[] arguments) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
            Path path = Path.of(argument);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().forEach(jars::add);
                }
            } else {
                jars.add(path);
            }
        }
        try (URLClassLoader real = new URLClassLoader(urls(jars), ClassLoader.getPlatformClassLoader())) {
            List<String> differences = differences(Path.of(arguments[0]), jars, real, System.out);
            differences.forEach(System.out::println);
            System.exit(differences.isEmpty() ? 0 : 1);
        }
    }

    /**
     * Compiles the signatures and compares each with the class of that name in {@code real}.
     *
     * @param classPath what the signatures need to compile beside themselves
     * @param log where a line with the number of types and members compared goes
     * @return one line a difference, sorted; empty if there is none
     */
    static List<String> differences(Path sources, List<Path> classPath, ClassLoader real, PrintStream log)
            throws IOException {
        Path compiled = Files.createTempDirectory("signatures");
        List<String> names = compile(sources, classPath, compiled);
        List<Path> path = new ArrayList<>(List.of(compiled));
        path.addAll(classPath);
        try (URLClassLoader signatures = new URLClassLoader(urls(path), ClassLoader.getPlatformClassLoader())) {
            SignatureComparison comparison = new SignatureComparison(signatures, real);
            names.forEach(comparison::compare);
            log.println(names.size() + " types, " + comparison.members + " members compared");
            return comparison.differences.stream().sorted().distinct().toList();
        }
    }

    private static List<String> compile(Path sources, List<Path> classPath, Path target) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> tree = Files.walk(sources)) {
            List<Path> units = tree.filter(f -> f.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    target.toString(),
                    "-classpath",
                    classPath.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator)));
            if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(units))
                    .call()) {
                throw new IOException("the signatures in " + sources + " do not compile");
            }
        }
        try (Stream<Path> tree = Files.walk(target)) {
            return tree.filter(f -> f.toString().endsWith(".class"))
                    .map(f -> target.relativize(f).toString())
                    .map(f -> f.substring(0, f.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private void compare(String name) {
        Class<?> ours = load(signatures, name);
        Class<?> theirs = load(real, name);
        if (theirs == null) {
            differences.add(name + ": there is no such class");
            return;
        }
        same(name, "modifiers", modifiers(ours, TYPE_MODIFIERS), modifiers(theirs, TYPE_MODIFIERS));
        Stream.concat(Stream.ofNullable(ours.getSuperclass()), Arrays.stream(ours.getInterfaces()))
                .filter(s -> supertypes(theirs).noneMatch(t -> t.getName().equals(s.getName())))
                .forEach(s -> differences.add(name + ": is no " + s.getName()));
        if (ours.isAnnotation() || isMeta(ours)) {
            same(name, "annotations", annotations(ours), annotations(theirs));
        }
        for (Field field : ours.getDeclaredFields()) {
            if (!Modifier.isPrivate(field.getModifiers()) && !field.isSynthetic()) {
                compare(field, theirs);
            }
        }
        Stream.concat(Arrays.stream(ours.getDeclaredMethods()), Arrays.stream(ours.getDeclaredConstructors()))
                .filter(m -> !Modifier.isPrivate(m.getModifiers()) && !m.isSynthetic())
                .forEach(m -> compare(m, theirs));
    }

    private static boolean isMeta(Class<?> type) {
        return type.getAnnotations().length > 0 && !type.isAnnotationPresent(FunctionalInterface.class);
    }

    private void compare(Field ours, Class<?> theirs) {
        members++;
        String name = theirs.getName() + "." + ours.getName();
        Field field = Arrays.stream(theirs.getDeclaredFields())
                .filter(f -> f.getName().equals(ours.getName()))
                .findFirst()
                .orElse(null);
        if (field == null) {
            differences.add(name + ": there is no such field");
            return;
        }
        same(name, "type", ours.getType().getName(), field.getType().getName());
        same(name, "modifiers", modifiers(ours.getModifiers()), modifiers(field.getModifiers()));
        if (Modifier.isStatic(ours.getModifiers()) && ours.getType() == String.class) {
            same(name, "value", constant(ours), constant(field));
        }
    }

    private void compare(Executable ours, Class<?> theirs) {
        members++;
        String name = theirs.getName() + "." + signature(ours);
        Executable[] candidates =
                ours instanceof Constructor ? theirs.getDeclaredConstructors() : theirs.getDeclaredMethods();
        Executable member = Arrays.stream(candidates)
                .filter(m -> signature(m).equals(signature(ours)))
                .findFirst()
                .orElse(null);
        if (member == null) {
            differences.add(name + ": there is no such member");
            return;
        }
        same(name, "modifiers", modifiers(ours.getModifiers()), modifiers(member.getModifiers()));
        same(name, "variable arguments", ours.isVarArgs(), member.isVarArgs());
        same(name, "exceptions", names(ours.getExceptionTypes()), names(member.getExceptionTypes()));
        if (ours instanceof Method method && theirs.isAnnotation()) {
            same(name, "default", text(method.getDefaultValue()), text(((Method) member).getDefaultValue()));
        }
    }

    private void same(String name, String what, Object signature, Object reality) {
        if (!Objects.equals(signature, reality)) {
            differences.add(name + ": " + what + " " + signature + " in the signature, really " + reality);
        }
    }

    /** Name with erased parameters and result; a constructor is called {@code new}. */
    private static String signature(Executable member) {
        String result = member instanceof Method method ? method.getReturnType().getName() : "";
        String name = member instanceof Method ? member.getName() : "new";
        return name + "(" + names(member.getParameterTypes()) + ")" + result;
    }

    private static String names(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getName).collect(Collectors.joining(","));
    }

    private static String annotations(Class<?> type) {
        return Arrays.stream(type.getDeclaredAnnotations())
                .filter(SignatureComparison::matters)
                .map(Annotation::toString)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static boolean matters(Annotation annotation) {
        String name = annotation.annotationType().getName();
        return (name.startsWith("java.lang.annotation.") && !name.endsWith(".Documented"))
                || name.startsWith("net.java.sezpoz.");
    }

    private static String text(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value != null && value.getClass().isArray()
                ? Arrays.deepToString(new Object[] {value})
                : String.valueOf(value);
    }

    private static Object constant(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }

    private static String modifiers(Class<?> type, int mask) {
        int modifiers =
                type.isEnum() ? type.getModifiers() & ~(Modifier.FINAL | Modifier.ABSTRACT) : type.getModifiers();
        return Modifier.toString(modifiers & mask);
    }

    private static String modifiers(int modifiers) {
        return Modifier.toString(modifiers & MEMBER_MODIFIERS);
    }

    private static Stream<Class<?>> supertypes(Class<?> type) {
        return Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .flatMap(s -> Stream.concat(Stream.of(s), supertypes(s)));
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static URL[] urls(List<Path> paths) throws MalformedURLException {
        URL[] urls = new URL[paths.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = paths.get(i).toUri().toURL();
        }
        return urls;
    }
}
