package io.jenkins.plugins.iac.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds annotations in bytecode, without loading a class. */
final class Annotated {
    private Annotated() {}

    /**
     * The classes that carry the annotation on the class, a method or a field.
     *
     * @param annotation binary name with dots
     * @param classes bytecode by binary name
     * @return values of the annotation's array {@code value} by class; empty lists where it has none
     */
    static Map<String, List<String>> with(String annotation, Map<String, byte[]> classes) {
        String descriptor = "L" + annotation.replace('.', '/') + ";";
        Map<String, List<String>> found = new TreeMap<>();
        classes.forEach((name, bytes) -> {
            List<String> values = new ArrayList<>();
            boolean[] seen = {false};
            new ClassReader(bytes).accept(new Visitor(descriptor, values, seen), ClassReader.SKIP_CODE);
            if (seen[0]) {
                found.put(name, values);
            }
        });
        return found;
    }

    private static final class Visitor extends ClassVisitor {
        private final String wanted;
        private final List<String> values;
        private final boolean[] seen;

        Visitor(String wanted, List<String> values, boolean[] seen) {
            super(Opcodes.ASM9);
            this.wanted = wanted;
            this.values = values;
            this.seen = seen;
        }

        private AnnotationVisitor judge(String descriptor) {
            if (!descriptor.equals(wanted)) {
                return null;
            }
            seen[0] = true;
            return new AnnotationVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitArray(String name) {
                    return this;
                }

                @Override
                public void visit(String name, Object value) {
                    values.add(String.valueOf(value));
                }
            };
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return judge(descriptor);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                    return judge(descriptor);
                }
            };
        }

        @Override
        public FieldVisitor visitField(int access, String name, String type, String signature, Object value) {
            return new FieldVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                    return judge(descriptor);
                }
            };
        }
    }
}
