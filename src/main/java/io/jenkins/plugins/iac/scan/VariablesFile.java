package io.jenkins.plugins.iac.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** A file of variable values, {@code *.tfvars} or {@code *.tfvars.json}. */
public final class VariablesFile {
    private VariablesFile() {}

    /** Terraform reads {@code terraform.tfvars} and {@code *.auto.tfvars}, or either with {@code .json}, by itself. */
    static boolean isReadByItself(Path file) {
        String name = Objects.toString(file.getFileName(), "");
        String plain = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        return plain.equals("terraform.tfvars") || plain.endsWith(".auto.tfvars");
    }

    /**
     * The names of the variables that the file sets.
     *
     * @throws SyntaxException if it cannot be read as such a file
     */
    public static SortedSet<String> names(Path file) throws IOException, SyntaxException {
        if (Files.size(file) > ScanLimits.FILE_BYTES) {
            throw new SyntaxException(1, "the file is larger than " + ScanLimits.FILE_BYTES + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        Body body = file.toString().endsWith(".json") ? JsonReader.read(bytes) : HclReader.read(bytes);
        SortedSet<String> names = new TreeSet<>();
        body.attributes().forEach(a -> names.add(a.name()));
        // in JSON a variable may have the name of a block
        body.blocks().forEach(b -> names.add(b.type()));
        return names;
    }
}
