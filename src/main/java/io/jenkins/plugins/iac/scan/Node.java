package io.jenkins.plugins.iac.scan;

import java.util.List;

/** A piece of an expression: a token, or something with pieces of its own. */
sealed interface Node {
    /** The line on which it starts. */
    int line();

    /** A name, number or operator. Newlines remain inside braces, where they separate the members of an object. */
    record Leaf(Token token) implements Node {
        @Override
        public int line() {
            return token.line();
        }
    }

    /** What stands in brackets: {@code (}, {@code [} or <code>{</code>. */
    record Group(char open, List<Node> nodes, int line) implements Node {
        public Group {
            nodes = List.copyOf(nodes);
        }
    }

    /** A string: in quotes, a heredoc, or a whole text. */
    record Template(Form form, List<Part> parts, int line) implements Node {
        public Template {
            parts = List.copyOf(parts);
        }
    }

    /** How a template was written. */
    enum Form {
        QUOTED,
        HEREDOC,
        /** A string of JSON syntax or a template file. */
        BARE
    }

    /** A part of a template. */
    sealed interface Part {}

    /** Literal text, escapes resolved. */
    record Text(String value) implements Part {}

    /** <code>${ ... }</code>. */
    record Interpolation(List<Node> nodes) implements Part {
        public Interpolation {
            nodes = List.copyOf(nodes);
        }
    }

    /** <code>%{ ... }</code>, with its keyword among the nodes. */
    record Directive(List<Node> nodes) implements Part {
        public Directive {
            nodes = List.copyOf(nodes);
        }
    }
}
