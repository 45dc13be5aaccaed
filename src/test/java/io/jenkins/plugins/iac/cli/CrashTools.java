package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The processes of the tool that a command starts, one after the other: where the tool alone is to be killed. */
final class CrashTools {
    /**
     * One process of the tool.
     *
     * @param number its place, from 1
     * @param does its subcommand
     * @param millis how long it took undisturbed
     */
    record Tool(int number, String does, long millis) {}

    private CrashTools() {}

    /** Watches a command that nobody disturbs. */
    static List<Tool> of(CrashSite site, CrashSite.Command what) throws IOException, InterruptedException {
        site.restore(what);
        Process process = site.victim(0, 0, List.of(), what);
        Map<Long, Long> began = new LinkedHashMap<>();
        Map<Long, Long> seen = new LinkedHashMap<>();
        Map<Long, String> does = new LinkedHashMap<>();
        while (process.isAlive()) {
            long now = System.nanoTime();
            for (ProcessHandle tool : atWork(process).toList()) {
                String subcommand = subcommand(tool);
                if (!subcommand.isEmpty()) {
                    began.putIfAbsent(tool.pid(), now);
                    seen.put(tool.pid(), now);
                    does.putIfAbsent(tool.pid(), subcommand);
                }
            }
            Thread.sleep(2);
        }
        List<Tool> tools = new ArrayList<>();
        began.forEach((pid, start) ->
                tools.add(new Tool(tools.size() + 1, does.get(pid), (seen.get(pid) - start) / 1_000_000)));
        if (process.exitValue() != 0 || tools.isEmpty()) {
            throw new IllegalStateException("undisturbed, it must work: " + site.said());
        }
        return tools;
    }

    /** The so-manieth process of the tool is killed so long after it began; its host lives and must say what it knows. */
    static CrashBlow blow(Tool target, long millis) {
        return process -> {
            Set<Long> seen = new HashSet<>();
            while (process.isAlive()) {
                for (ProcessHandle tool : atWork(process).toList()) {
                    if (!subcommand(tool).isEmpty() && seen.add(tool.pid()) && seen.size() == target.number()) {
                        Thread.sleep(millis);
                        return tool.destroyForcibly();
                    }
                }
                Thread.sleep(2);
            }
            return false;
        };
    }

    /** The process of the tool that is at work now, or the next one; the command stands still until it is found or known that none is. */
    static boolean atWorkOrNext(Process process, Runnable goOn) throws InterruptedException {
        Optional<ProcessHandle> now = found(process);
        boolean hit = now.isPresent() && now.get().destroyForcibly();
        goOn.run();
        while (!hit && process.isAlive()) {
            Optional<ProcessHandle> next = found(process);
            hit = next.isPresent() && next.get().destroyForcibly();
            Thread.sleep(1);
        }
        return hit;
    }

    private static Optional<ProcessHandle> found(Process process) {
        return atWork(process).filter(t -> !subcommand(t).isEmpty()).findFirst();
    }

    /** Without what the tool itself starts, which is for a moment still the tool: the process of a provisioner. */
    private static Stream<ProcessHandle> atWork(Process process) {
        return process.descendants()
                .filter(CrashTools::isTool)
                .filter(p -> !p.parent().map(CrashTools::isTool).orElse(false));
    }

    private static boolean isTool(ProcessHandle process) {
        return process.info()
                .command()
                .map(c -> c.endsWith("/terraform") || c.endsWith("/tofu"))
                .orElse(false);
    }

    /** Empty while the new process is still that of its host. */
    private static String subcommand(ProcessHandle tool) {
        return tool.info().arguments().stream()
                .flatMap(Stream::of)
                .filter(a -> !a.startsWith("-"))
                .findFirst()
                .orElse("");
    }
}
