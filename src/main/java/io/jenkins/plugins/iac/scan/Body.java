package io.jenkins.plugins.iac.scan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The inside of a file or block.
 *
 * @param attributes in their order; names are unique
 * @param blocks in their order
 */
record Body(List<Attribute> attributes, List<Block> blocks) {
    /** {@code name = expression}. */
    record Attribute(String name, List<Node> expression, int line) {
        Attribute {
            expression = List.copyOf(expression);
        }
    }

    /** {@code type "label" ... { }}. */
    record Block(String type, List<String> labels, Body body, int line) {
        Block {
            labels = List.copyOf(labels);
        }

        /** The label at this place, or the empty string. */
        String label(int i) {
            return i < labels.size() ? labels.get(i) : "";
        }
    }

    Body {
        attributes = List.copyOf(attributes);
        blocks = List.copyOf(blocks);
    }

    Optional<Attribute> attribute(String name) {
        return attributes.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    Stream<Block> blocks(String type) {
        return blocks.stream().filter(b -> b.type().equals(type));
    }
}
