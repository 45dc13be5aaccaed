package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.model.StackId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;

public class StackGraphTest {
    private static StackGraph graph(String... stacks) {
        StringBuilder text = new StringBuilder("environments: [{name: dev}]\nscopes: [{path: \"**\", environment: dev,"
                + " repository: /srv/a.git, tool: {name: terraform, version: 1.11.4}}]\nstacks:\n");
        for (String stack : stacks) {
            String[] parts = stack.split(" ");
            text.append("  - {id: ").append(parts[0]).append(", directory: d");
            text.append(parts.length == 1 ? "}\n" : ", dependsOn: [" + parts[1] + "]}\n");
        }
        return CatalogLoader.load(text.toString(), "test").orThrow().graph();
    }

    private static List<StackId> stacks(String names) {
        return names.isEmpty()
                ? List.of()
                : Stream.of(names.split(",")).map(StackId::new).toList();
    }

    @Test
    public void inOrder_table_eachBehindWhatItDependsOn() {
        StackGraph graph = graph("app db,other", "db network", "network", "other", "alone");
        String[][] rows = {
            {"app,db,network,other,alone", "alone,network,db,other,app"},
            {"app,network", "network,app"},
            {"db,other,alone", "alone,db,other"},
            {"app", "app"},
            {"", ""},
            {"unknown,app,network", "network,app,unknown"},
        };
        for (String[] row : rows) {
            assertEquals(row[0], stacks(row[1]), graph.inOrder(stacks(row[0])));
        }
    }

    @Test
    public void upstream_table_nearestFirst() {
        StackGraph graph = graph("app db,other", "db network", "network", "other");
        String[][] rows = {
            {"app", "db,other,network", "app"},
            {"db", "network", "app,db"},
            {"network", "", "app,db,network"},
            {"unknown", "", "unknown"},
        };
        for (String[] row : rows) {
            StackId stack = new StackId(row[0]);
            assertEquals(row[0], stacks(row[1]), List.copyOf(graph.upstream().above(stack)));
            List<StackId> withIt = new ArrayList<>(graph.below(List.of(stack)));
            withIt.add(stack);
            Collections.sort(withIt);
            assertEquals(row[0], stacks(row[2]), withIt);
        }
    }

    @Test(timeout = 60_000)
    public void inOrder_chainOfTenThousand_isQuick() {
        int length = 10_000;
        String[] chain = new String[length];
        List<StackId> order = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            chain[i] = "s" + i + (i == 0 ? "" : " s" + (i - 1));
            order.add(new StackId("s" + i));
        }
        List<StackId> shuffled = new ArrayList<>(order);
        Collections.shuffle(shuffled, new Random(1));
        StackGraph graph = graph(chain);
        assertEquals(order, graph.inOrder(shuffled));
        assertEquals(length - 1, graph.below(order.subList(0, 1)).size());
    }
}
