package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Makes plan JSON that may be published. Every value under a mark of sensitivity becomes a keyed marker, and every text of
 * six characters or number of six digits that stands under a mark anywhere is replaced wherever else it stands. The file is read twice,
 * since a mark may come after a copy of its value; the first reading gives the summary as well. Safe for use by several
 * threads.
 */
public final class PlanRedactor {
    private static final String DOING = "redacting the plan";

    private final PlanJsonReader reader;
    private final Hmac key;

    /** @param key of the run: markers can be compared within what one key made, and with nothing else */
    public PlanRedactor(PlanJsonReader reader, Hmac key) {
        this.reader = reader;
        this.key = key;
    }

    /** What a redaction gives beside the text: the summary, and a masker for the plan's secrets in logs. */
    public record Result(PlanSummary summary, SecretMasker masker) {}

    /**
     * Writes the redacted plan; nothing is written unless the whole plan could be read first.
     *
     * @param plan plan JSON; must not change meanwhile
     * @param out flushed, not closed
     * @throws IacException of bad input as {@link PlanJsonReader#read}, also if there are more sensitive values than can
     *     be remembered: nothing is published then
     */
    public Result redact(Path plan, OutputStream out) {
        return redact(plan, out, SecretMasker.of(Set.of()));
    }

    /** The same with secrets that are known already: a plan holds texts that were made of values which it does not show. */
    public Result redact(Path plan, OutputStream out, SecretMasker known) {
        SecretFinder secrets = new SecretFinder();
        known.secrets().forEach(secrets::add);
        PlanSummary summary;
        try (InputStream in = Files.newInputStream(plan)) {
            summary = reader.read(in, plan.toString(), secrets);
        } catch (IOException e) {
            throw PlanFiles.unreadable(DOING, plan, e);
        }
        try (InputStream in = Files.newInputStream(plan)) {
            RedactWriter writer = new RedactWriter(out, new Redaction(key), secrets);
            new PlanWalker(in, plan.toString(), writer).walk();
            writer.finish();
        } catch (IOException e) {
            throw PlanFiles.unreadable(DOING, plan, e);
        } catch (UncheckedIOException e) {
            throw new IacException(
                    IacException.Kind.TOOL_FAILED,
                    new Problem(DOING, plan.toString(), e.getCause().getMessage(), "a place to write to", "make room"),
                    List.of(),
                    e);
        }
        return new Result(summary, secrets.masker());
    }
}
