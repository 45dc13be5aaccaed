package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Trust;
import io.jenkins.plugins.iac.policy.Level;
import java.util.Arrays;
import java.util.List;

/** Types that many fields of {@link Shapes} have. */
final class FieldTypes {
    static final Type NAME = new Type.Text(Grammar.NAME, null);
    static final Type SENTENCE = new Type.Text(Grammar.SENTENCE, null);
    static final Type FLAG = new Type.Flag();
    static final Type COUNT = new Type.Whole(0, 1_000_000);
    static final Type LABELS = new Type.MapOf(Grammar.KUBERNETES_KEY, List.of(), text(Grammar.KUBERNETES_VALUE));
    static final Type OPERATIONS = listOf(new Type.Choice(Operation.ids()));
    static final Type LEVEL =
            new Type.Choice(Arrays.stream(Level.values()).map(Level::id).toList());
    static final Type TRUST =
            new Type.Choice(Arrays.stream(Trust.values()).map(Trust::id).toList());
    /** Operations that need an identity. */
    static final List<String> CREDENTIALED = Arrays.stream(Operation.values())
            .filter(o -> !o.isStatic())
            .map(Operation::id)
            .toList();

    private FieldTypes() {}

    static Type text(Grammar grammar) {
        return new Type.Text(grammar, null);
    }

    static Type ref(Kind kind) {
        return new Type.Text(kind == Kind.STACK ? Grammar.STACK : Grammar.NAME, kind);
    }

    static Type listOf(Type item) {
        return new Type.ListOf(item, 0, true);
    }

    static Type listOfRecords(Shape shape) {
        return new Type.ListOf(new Type.Record(shape), 0, false);
    }
}
