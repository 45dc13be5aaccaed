package io.jenkins.plugins.iac.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plans with resources and changes of a few shapes each, drawn at random. */
final class RandomPlans {
    private static final String[] NAMES = {
        "before",
        "after",
        "a",
        "b",
        "tags",
        "availability_zone",
        "availability_zone_id",
        "value",
        "",
        "\u00e9",
        "n\\u0061me",
        "swordfish-9"
    };
    private static final String[] WORDS = {"true", "false", "null"};

    /** Texts that may be secret in one place and in the open in another, alone or inside a longer one. */
    private static final String[] REPEATED = {
        "\"before\"",
        "\"update\"",
        "\"swordfish-9\"",
        "\"see swordfish-9 \\\" here\"",
        "\"user:swordfish-9@host\"",
        "1234567",
        "91234567",
        "\"x.y[1234567]\"",
        "\"availability_zone\""
    };

    final Random random;

    RandomPlans(Random random) {
        this.random = random;
    }

    private String scalar() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> WORDS[random.nextInt(3)];
            case 2 -> Integer.toString(random.nextInt(1_000));
            case 3 -> "-" + random.nextInt(100) + "." + random.nextInt(10) + "e" + random.nextInt(10);
            case 4 -> "\"" + "long ".repeat(random.nextInt(80)) + "\"";
            case 5 -> random.nextBoolean() ? "\"a\\n\\u00e9\\\"b\"" : "\"\u00e9\u20ac" + random.nextInt(9) + "\"";
            case 6 -> REPEATED[random.nextInt(REPEATED.length)];
            default -> "\"text " + random.nextInt(1_000_000) + "\"";
        };
    }

    /** Values of a shape that is drawn once: objects and arrays with a question mark for each scalar. */
    private String shape(int depth) {
        int form = random.nextInt(depth > 3 ? 2 : 6);
        if (form < 2) {
            return "?";
        }
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String inside = shape(depth + 1);
            // A name may stand twice: such values exist.
            members.add(form == 2 ? inside : "\"" + NAMES[random.nextInt(NAMES.length)] + "\":" + inside);
        }
        return form == 2 ? "[" + String.join(" , ", members) + "]" : "{" + String.join(",", members) + "}";
    }

    private String marks(int depth) {
        int form = random.nextInt(depth > 3 ? 2 : 6);
        if (form < 2) {
            return WORDS[random.nextInt(3)];
        }
        List<String> members = new ArrayList<>();
        if (form == 2) {
            for (int i = random.nextInt(4); i > 0; i--) {
                members.add(marks(depth + 1));
            }
            return "[" + String.join(",", members) + "]";
        }
        for (String name : NAMES) {
            if (random.nextInt(3) == 0) {
                members.add("\"" + name + "\":" + marks(depth + 1));
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    private String fill(String shape) {
        StringBuilder filled = new StringBuilder();
        for (char c : shape.toCharArray()) {
            filled.append(c == '?' ? scalar() : c);
        }
        return filled.toString();
    }

    private String change(String shape, String marks, int number) {
        String before = random.nextInt(8) == 0 ? "null" : fill(shape);
        String after = random.nextInt(3) > 0 ? before : fill(shape);
        String actions =
                random.nextInt(4) > 0 ? "\"no-op\"" : random.nextBoolean() ? "\"update\"" : "\"delete\",\"create\"";
        return "{\"address\":\"x.y[" + number + "]\","
                + (random.nextInt(9) == 0 ? "\"previous_address\":\"x.y[" + random.nextInt(2) * number + "]\"," : "")
                + "\"type\":\"x\",\"provider_name\":\"p" + random.nextInt(3) + "\",\"change\":{\"actions\":[" + actions
                + "],\"before\":" + before + ",\"after\":" + after + ",\"after_unknown\":{},"
                + (random.nextInt(9) == 0
                        ? "\"importing\":" + (random.nextBoolean() ? "null" : "{\"id\":\"i\"}") + ","
                        : "")
                + "\"before_sensitive\":" + marks + ",\"after_sensitive\":" + (random.nextBoolean() ? marks : "{}")
                + "}}";
    }

    String next() {
        List<String> resources = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        for (int kinds = 1 + random.nextInt(4); kinds > 0; kinds--) {
            String shape = random.nextInt(9) == 0 ? "?" : "{\"in\":" + shape(0) + ",\"of\":" + shape(0) + "}";
            String marks =
                    random.nextInt(3) == 0 ? "{}" : random.nextBoolean() ? marks(0) : "{\"in\":" + marks(1) + "}";
            for (int i = 5 + random.nextInt(30); i > 0; i--) {
                resources.add("{\"address\":" + scalar() + ",\"values\":" + fill(shape) + ",\"sensitive_values\":"
                        + marks + "}");
                changes.add(change(shape, marks, i));
            }
        }
        return "{\"planned_values\":{\"root_module\":{\"resources\":[" + String.join(",", resources)
                + "]}},\"resource_changes\":[" + String.join(",", changes) + "]}";
    }
}
