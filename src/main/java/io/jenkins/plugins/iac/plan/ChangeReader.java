package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.ChangeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads one resource change from its tape; used again for each. */
final class ChangeReader {
    private static final int MAX_ATTRIBUTES = 20_000;

    private static final byte[][] TEXTS = {
        Names.ADDRESS,
        Names.PREVIOUS_ADDRESS,
        Names.MODULE_ADDRESS,
        Names.MODE,
        Names.TYPE,
        Names.NAME,
        Names.PROVIDER_NAME,
        Names.DEPOSED,
        Names.ACTION_REASON
    };

    private final int attributes;
    /** What may still be shown, of what destroys and of the rest; beyond, attributes are counted. */
    private final int[] left = {MAX_ATTRIBUTES, MAX_ATTRIBUTES};

    private JsonTape tape;
    private int resource;
    private int change;
    private int actions;
    private String output;

    /** @param attributes most attributes to show of one change; none are looked for if 0 */
    ChangeReader(int attributes) {
        this.attributes = attributes;
    }

    /** Looks at a resource change. */
    void over(JsonTape over, int token) {
        tape = over;
        resource = token;
        output = null;
        change = over.member(token, Names.CHANGE);
        actions = change < 0 ? -1 : over.member(change, Names.ACTIONS);
    }

    /** Looks at the change of an output. */
    void overOutput(JsonTape over, String name) {
        tape = over;
        resource = -1;
        output = name;
        change = 0;
        actions = over.member(0, Names.ACTIONS);
    }

    String address() {
        return output == null ? text(Names.ADDRESS) : "output." + output;
    }

    String provider() {
        return text(Names.PROVIDER_NAME);
    }

    /** Whether its provider is written with these bytes. */
    boolean hasProvider(byte[] name) {
        int provider = resource < 0 ? -1 : tape.member(resource, Names.PROVIDER_NAME);
        return provider >= 0
                && tape.kind(provider) == JsonTape.STRING
                && !tape.isEscaped(provider)
                && tape.is(provider, name);
    }

    ChangeKind kind() {
        // Most changes have one action, and most of those are these.
        if (actions >= 0 && tape.kind(actions) == JsonTape.ARRAY && tape.after(actions) == actions + 2) {
            if (tape.is(actions + 1, Names.NO_OP)) {
                return ChangeKind.NO_OP;
            }
            if (tape.is(actions + 1, Names.CREATE)) {
                return ChangeKind.CREATE;
            }
        }
        return ChangeKinds.of(actions(), address());
    }

    boolean isMove() {
        int previous = tape.member(resource, Names.PREVIOUS_ADDRESS);
        return previous >= 0
                && !tape.text(previous).isEmpty()
                && !tape.text(previous).equals(address());
    }

    boolean isImport() {
        int importing = importing();
        return importing >= 0 && tape.kind(importing) != JsonTape.NULL && tape.kind(importing) != JsonTape.FALSE;
    }

    /** Whether it has the members that a move or an import has. */
    boolean mayBeMoveOrImport() {
        return tape.member(resource, Names.PREVIOUS_ADDRESS) >= 0 || importing() >= 0;
    }

    /** Whether the change of an output says that it is sensitive, before or after. */
    boolean isSensitive() {
        return isSet(Names.BEFORE_SENSITIVE) || isSet(Names.AFTER_SENSITIVE);
    }

    /** The change as a value; with its attributes where marks are given. */
    ResourceChange change(Marks marks) {
        int importing = importing();
        // In a loop, so that the search is compiled once and not at eight places: it took longer than many a plan.
        String[] texts = new String[TEXTS.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(TEXTS[i]);
        }
        return new ResourceChange(
                texts[0],
                texts[1],
                texts[2],
                texts[3],
                texts[4],
                texts[5],
                texts[6],
                kind(),
                actions(),
                texts[7],
                texts[8],
                change < 0 ? List.of() : AttributePath.all(tape, tape.member(change, Names.REPLACE_PATHS)),
                isImport(),
                importing < 0 ? "" : tape.text(tape.member(importing, Names.ID)),
                marks == null || attributes == 0 ? Bounded.all(List.of()) : attributes(marks));
    }

    private Bounded<AttributeChange> attributes(Marks marks) {
        int which = kind().isDestructive() ? 0 : 1;
        Bounded<AttributeChange> found = new AttributeDiff(tape, marks, Math.min(attributes, left[which])).of(change);
        left[which] -= found.items().size();
        return found;
    }

    /** The wanted values of the change, masked. */
    RiskJudge.Values values(Marks marks, Predicate<String> wanted) {
        return ChangeValues.of(tape, change, marks, wanted);
    }

    private int importing() {
        return change < 0 ? -1 : tape.member(change, Names.IMPORTING);
    }

    private List<String> actions() {
        List<String> words = new ArrayList<>(2);
        if (actions >= 0 && tape.kind(actions) == JsonTape.ARRAY) {
            for (int a = actions + 1; a < tape.after(actions) && words.size() < 4; a = tape.after(a)) {
                words.add(Shown.text(tape.text(a)));
            }
        }
        return words;
    }

    private boolean isSet(byte[] name) {
        int token = tape.member(change, name);
        return token >= 0 && tape.kind(token) != JsonTape.FALSE && tape.kind(token) != JsonTape.NULL;
    }

    private String text(byte[] name) {
        return resource < 0 ? "" : tape.text(tape.member(resource, name));
    }
}
