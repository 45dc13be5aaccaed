package io.jenkins.plugins.iac.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The commands by their names. Putting one together costs time, so that a call loads those alone that it may mean. */
final class Commands {
    /** In the order in which the help lists them. */
    static final List<String> NAMES = List.of(
            "lint",
            "schema",
            "policy",
            "explain",
            "reach",
            "affected",
            "render",
            "summary",
            "redact",
            "execute",
            "plan",
            "destroy",
            "import",
            "drift",
            "drift-status",
            "approve",
            "reject",
            "override",
            "break-glass",
            "review",
            "apply",
            "runs",
            "run",
            "freeze",
            "unlock",
            "verify",
            "audit",
            "keys",
            "copies",
            "issuer",
            "inspect",
            "demo");

    private static final Set<String> HELP = Set.of("--help", "-h");

    private Commands() {}

    /** The class of a command, or null. */
    static Class<?> of(String name) {
        return switch (name) {
            case "lint" -> LintCommand.class;
            case "schema" -> SchemaCommand.class;
            case "policy" -> PolicyCommand.class;
            case "explain" -> ExplainCommand.class;
            case "reach" -> ReachCommand.class;
            case "affected" -> AffectedCommand.class;
            case "render" -> RenderCommand.class;
            case "summary" -> SummaryCommand.class;
            case "redact" -> RedactCommand.class;
            case "execute" -> ExecuteCommand.class;
            case "plan" -> PlanCommand.class;
            case "destroy" -> DestroyCommand.class;
            case "import" -> ImportCommand.class;
            case "drift" -> DriftCommand.class;
            case "drift-status" -> DriftStatusCommand.class;
            case "approve" -> VoteCommand.Approve.class;
            case "reject" -> VoteCommand.Reject.class;
            case "override" -> OverrideCommand.class;
            case "break-glass" -> BreakGlassCommand.class;
            case "review" -> ReviewCommand.class;
            case "apply" -> ApplyCommand.class;
            case "runs" -> RunsCommand.class;
            case "run" -> RunCommand.class;
            case "freeze" -> FreezeCommand.class;
            case "unlock" -> UnlockCommand.class;
            case "verify" -> VerifyCommand.class;
            case "audit" -> AuditCommand.class;
            case "keys" -> KeysCommand.class;
            case "copies" -> CopiesCommand.class;
            case "issuer" -> IssuerCommand.class;
            case "inspect" -> InspectCommand.class;
            case "demo" -> DemoCommand.class;
            default -> null;
        };
    }

    /** All commands that are named anywhere in a call; all that there are for one that names none or asks for help. */
    static List<String> meant(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        List<String> meant = new ArrayList<>(NAMES);
        meant.retainAll(words);
        return meant.isEmpty() || words.stream().anyMatch(HELP::contains) ? NAMES : meant;
    }
}
