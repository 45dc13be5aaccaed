package io.jenkins.plugins.iac.scan;

import java.util.List;
import java.util.Random;

/** Writes random native syntax, most of it valid, with a taste for what readers get wrong. */
final class RandomHcl {
    private static final List<String> NAMES =
            List.of("a", "b1", "_x", "for", "in", "null", "data", "EOT", "é", "a-b", "resource", "local", "名前");
    private static final List<String> TEXT = List.of(
            "plain",
            "#no",
            "//no",
            "/*no*/",
            "resource \\\"x\\\" {",
            "\\\\",
            "\\n",
            "\\u007b",
            "\\U0001F600",
            "$$${",
            "$$",
            "$",
            "%",
            "%%{",
            "$${",
            "}",
            "{",
            "EOT",
            "'",
            "`",
            "é",
            "\\\"",
            " ",
            "<<EOT",
            "$%",
            "%$",
            "100%",
            "^x$",
            "~}",
            "~");
    private static final List<String> LINES = List.of(
            "provisioner \"local-exec\" {",
            "# no comment",
            "\"",
            "\\",
            "\\n",
            " EOTX",
            "EOT EOT",
            "$",
            "%",
            "$${x}",
            "%%{ x",
            "$$${y",
            "%%%{ if",
            "}",
            "*/",
            "EO",
            "",
            "\ttab",
            "${\"EOT\"}",
            "%{ if true }x%{ endif }",
            "${1 + 1}EOT",
            "$EOT",
            "é",
            "EOT-",
            "-EOT",
            "~}");
    private static final List<String> MUTATIONS = List.of(
            "\"",
            "${",
            "}",
            "$",
            "%{",
            "$$",
            "%%",
            "\\",
            "\n",
            "#",
            "//",
            "/*",
            "*/",
            "<<EOT\n",
            "EOT\n",
            "\nEOT\n",
            "~}",
            "{",
            "(",
            "[",
            "]",
            ")",
            "=",
            " ",
            "\r\n",
            "\r",
            "\u00a0",
            "~",
            "?",
            ":",
            "'",
            "<<-EOT\n",
            "\"EOT\n",
            "*/ x = 1\n/*",
            "\u2028",
            "\t",
            "\uFEFF",
            "<<",
            "x {\n}\n",
            "\nb = 1\n",
            "::",
            "...",
            "1.",
            "e5",
            "\u0000",
            "\u0085EOT\n",
            "$${",
            "%%{");

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    RandomHcl(long seed) {
        random = new Random(seed);
    }

    /** A file of a few items; the names of its items at the top are unique to {@code prefix}. */
    String file(String prefix) {
        out.setLength(0);
        if (chance(30)) {
            out.append('\uFEFF');
        }
        items(prefix, 0);
        return out.toString();
    }

    /** The text with a few pieces put in, taken out or doubled. */
    String mutate(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0 && changed.length() > 0; i--) {
            int at = random.nextInt(changed.length());
            int end = Math.min(changed.length(), at + 1 + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> changed.delete(at, end);
                case 1 -> changed.insert(at, changed.substring(at, end));
                default -> changed.insert(at, one(MUTATIONS));
            }
        }
        return changed.toString();
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String one(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void items(String prefix, int depth) {
        int count = 1 + random.nextInt(depth == 0 ? 6 : 3);
        for (int i = 0; i < count; i++) {
            space();
            String name = prefix + i;
            if (random.nextInt(3) > depth - 1) {
                if (chance(3)) {
                    block(name, depth);
                } else {
                    attribute(name, depth);
                }
            } else {
                attribute(name, depth);
            }
            out.append(chance(6) ? " # end\n" : chance(8) ? "\r\n" : "\n");
        }
        space();
    }

    private void space() {
        switch (random.nextInt(10)) {
            case 0 -> out.append("# provisioner \"local-exec\" { \"\n");
            case 1 -> out.append("// ${ <<EOT\n");
            case 2 -> out.append("/* { \"\n x = 1\n **/");
            case 3 -> out.append("\n\t \n");
            case 4 -> out.append("/**/ ");
            default -> out.append("  ");
        }
    }

    private void block(String name, int depth) {
        out.append(name);
        for (int i = random.nextInt(3); i > 0; i--) {
            out.append(chance(3) ? " " + one(NAMES) + " " : " \"" + (chance(4) ? "\\u0061\\n$${x}" : "l") + "\"");
        }
        switch (random.nextInt(3)) {
            case 0 -> out.append(" {}");
            case 1 -> {
                out.append(" { ");
                attribute("x", depth + 1);
                out.append(" }");
            }
            default -> {
                out.append(" {").append(chance(5) ? " # begin\n" : "\n");
                items("n", depth + 1);
                out.append("}");
            }
        }
    }

    private void attribute(String name, int depth) {
        out.append(name).append(chance(5) ? " /* = */ = " : " = ");
        expression(depth);
    }

    private void expression(int depth) {
        if (depth > 4) {
            out.append("1");
            return;
        }
        switch (random.nextInt(14)) {
            case 0 -> out.append(chance(2) ? "-1.5e3" : "0.5");
            case 1 -> out.append("var.").append(one(NAMES)).append(chance(3) ? "[*].x" : "");
            case 2 -> call(depth);
            case 3 -> list(depth);
            case 4 -> object(depth);
            case 5 -> heredoc(depth);
            case 6 -> {
                out.append('(');
                expression(depth + 1);
                out.append(chance(2) ? "\n" : "").append(')');
            }
            case 7 -> {
                out.append("true ? ");
                expression(depth + 1);
                out.append(" : ");
                expression(depth + 1);
            }
            case 8 -> out.append("[for x in [1]: x if x != 2 && !false]");
            case 9 -> out.append("{for k, v in {a = 1} : k => v...}");
            default -> quoted(depth);
        }
    }

    private void call(int depth) {
        out.append(one(List.of("file", "max", "provider::x::y", "core::file", "templatefile")))
                .append(chance(5) ? " (" : "(");
        for (int i = random.nextInt(3); i > 0; i--) {
            expression(depth + 1);
            out.append(i > 1 ? ",\n" : "");
        }
        out.append(')');
    }

    private void list(int depth) {
        out.append("[");
        for (int i = random.nextInt(3); i > 0; i--) {
            expression(depth + 1);
            out.append(chance(3) ? ", # c }\n" : ",");
        }
        out.append("]");
    }

    private void object(int depth) {
        out.append("{");
        for (int i = random.nextInt(3); i > 0; i--) {
            out.append(chance(2) ? "\n" : " ").append("k").append(i).append(chance(2) ? " = " : " : ");
            expression(depth + 1);
            out.append(chance(2) ? "," : "\n");
        }
        out.append("}");
    }

    private void quoted(int depth) {
        out.append('"');
        for (int i = random.nextInt(5); i > 0; i--) {
            if (chance(4)) {
                sequence(depth);
            } else {
                out.append(one(TEXT));
            }
        }
        out.append('"');
    }

    private void sequence(int depth) {
        if (chance(4)) {
            out.append(chance(2) ? "%{ if true }" : "%{~ if true ~}")
                    .append("y")
                    .append("%{ endif }");
        } else {
            out.append(chance(3) ? "${~" : "${").append(chance(5) ? "\n# } \"\n" : "");
            expression(depth + 1);
            out.append(chance(5) ? " ~}" : "}");
        }
    }

    private void heredoc(int depth) {
        String marker = one(List.of("EOT", "é", "a-b", "E_1"));
        String newline = chance(6) ? "\r\n" : "\n";
        out.append(chance(2) ? "<<-" : "<<").append(marker).append(newline);
        for (int i = random.nextInt(4); i > 0; i--) {
            out.append(one(LINES));
            if (chance(5)) {
                sequence(depth);
            }
            out.append(newline);
        }
        out.append(chance(2) ? "  " : chance(20) ? "\u00a0" : "").append(marker);
        // the end of the line is part of the end; whoever goes on does so on the next
        if (depth > 0) {
            out.append('\n');
        }
    }
}
