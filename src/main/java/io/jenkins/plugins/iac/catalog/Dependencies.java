package io.jenkins.plugins.iac.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds stacks that wait for each other in a circle, and prints the circle. Without recursion: chains may be long. */
final class Dependencies {
    private record Frame(Fields stack, Iterator<String> next) {}

    private final Findings findings;
    private final Map<String, Fields> stacks = new LinkedHashMap<>();
    /** On the way now (true) or done (false). */
    private final Map<String, Boolean> onPath = new HashMap<>();

    Dependencies(List<Fields> all, Findings findings) {
        this.findings = findings;
        for (Fields stack : all) {
            if (stack.has("id")) {
                stacks.putIfAbsent(stack.text("id"), stack);
            }
        }
    }

    void check() {
        for (Fields stack : List.copyOf(stacks.values())) {
            if (!onPath.containsKey(stack.text("id"))) {
                walk(stack);
            }
        }
    }

    private void walk(Fields start) {
        Deque<Frame> path = new ArrayDeque<>();
        enter(start, path);
        while (!path.isEmpty()) {
            Frame top = path.peekLast();
            if (!top.next().hasNext()) {
                onPath.put(top.stack().text("id"), false);
                path.removeLast();
                continue;
            }
            String id = top.next().next();
            Boolean state = onPath.get(id);
            if (Boolean.TRUE.equals(state)) {
                report(id, path);
            } else if (state == null && stacks.containsKey(id)) {
                enter(stacks.get(id), path);
            }
        }
    }

    private void enter(Fields stack, Deque<Frame> path) {
        onPath.put(stack.text("id"), true);
        path.addLast(new Frame(stack, stack.texts("dependsOn").iterator()));
    }

    private void report(String id, Deque<Frame> path) {
        List<String> cycle = new ArrayList<>();
        boolean within = false;
        for (Frame frame : path) {
            within |= frame.stack().text("id").equals(id);
            if (within) {
                cycle.add(frame.stack().text("id"));
            }
        }
        cycle.add(id);
        Fields last = path.getLast().stack();
        findings.error(
                last.at("dependsOn"),
                last.path().child("dependsOn"),
                "a cycle: " + String.join(" -> ", cycle),
                "stacks that can be run one after another",
                "remove one of these dependencies");
    }
}
