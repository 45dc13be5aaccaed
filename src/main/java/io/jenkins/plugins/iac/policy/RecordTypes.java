package io.jenkins.plugins.iac.policy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records that conditions look into, so that a misspelt member of one does not compile either. At run time they are
 * plain maps; a member that is not in the map, because it is not known, makes the answer unknown.
 */
final class RecordTypes implements CelTypeProvider {
    private static final MapType VALUES = MapType.create(SimpleType.STRING, SimpleType.DYN);
    /** One attribute of a change: {@code before} and {@code after} are missing where they are hidden or not known yet. */
    static final StructType ATTRIBUTE = record("attribute", new Object[][] {
        {"path", SimpleType.STRING},
        {"before", SimpleType.STRING},
        {"after", SimpleType.STRING},
        {"sensitive", SimpleType.BOOL},
        {"unknown", SimpleType.BOOL},
    });
    /** One resource change of the plan. */
    static final StructType CHANGE = record("change", new Object[][] {
        {"address", SimpleType.STRING},
        {"previousAddress", SimpleType.STRING},
        {"type", SimpleType.STRING},
        {"name", SimpleType.STRING},
        {"mode", SimpleType.STRING},
        {"module", SimpleType.STRING},
        {"provider", SimpleType.STRING},
        {"kind", SimpleType.STRING},
        {"actions", ListType.create(SimpleType.STRING)},
        {"reason", SimpleType.STRING},
        {"dataClass", SimpleType.STRING},
        {"imported", SimpleType.BOOL},
        {"attributes", ListType.create(ATTRIBUTE)},
    });
    /** What an external check said. */
    static final StructType TASK = record("task", new Object[][] {
        {"passed", SimpleType.BOOL},
        {"status", SimpleType.STRING},
        {"message", SimpleType.STRING},
        {"values", VALUES},
    });

    private static final List<StructType> ALL = List.of(CHANGE, ATTRIBUTE, TASK);

    private static StructType record(String name, Object[][] members) {
        Map<String, CelType> types = new LinkedHashMap<>();
        Arrays.stream(members).forEach(m -> types.put((String) m[0], (CelType) m[1]));
        return StructType.create(
                name, ImmutableSet.copyOf(types.keySet()), member -> Optional.ofNullable(types.get(member)));
    }

    @Override
    public ImmutableList<CelType> types() {
        return ImmutableList.copyOf(ALL);
    }

    @Override
    public Optional<CelType> findType(String name) {
        return ALL.stream()
                .filter(t -> t.name().equals(name))
                .map(t -> (CelType) t)
                .findFirst();
    }

    /** Every member of any record, for messages. */
    static List<String> members() {
        return ALL.stream()
                .flatMap(t -> t.fieldNames().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
