package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonForms;
import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Reads the JSON of a plan ({@code terraform show -json}, {@code tofu show -json}; any format version so far, members in
 * any order) in one pass and memory that does not grow with it. Safe for use by several threads.
 */
public final class PlanJsonReader {
    private final PlanLimits limits;
    private final RiskJudge judge;

    public PlanJsonReader(PlanLimits limits, RiskJudge judge) {
        this.limits = limits;
        this.judge = judge;
    }

    /** Reads counts and lists without attributes and without risk. */
    public static PlanSummary summary(Path file) {
        return new PlanJsonReader(PlanLimits.SUMMARY, RiskJudge.NONE).read(file);
    }

    /**
     * Reads a file.
     *
     * @throws IacException of bad input if there is no such file or it is not the JSON of a plan
     */
    public PlanSummary read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw PlanFiles.unreadable(PlanWalker.DOING, file, e);
        }
    }

    /**
     * Reads a stream to its end; the caller closes it.
     *
     * @param where what it is, for errors
     * @throws IacException of bad input if it is not the JSON of a plan, or is past a limit, with the byte where
     */
    public PlanSummary read(InputStream in, String where) {
        return read(in, where, null);
    }

    PlanSummary read(InputStream in, String where, SecretFinder wanted) {
        // Attributes are shown, so a secret must be found also where it stands unmarked.
        SecretFinder secrets = wanted == null && limits.attributes() > 0 ? new SecretFinder() : wanted;
        Reading reading = new Reading(new PlanFacts(limits, judge), secrets);
        return reading.done(new PlanWalker(in, where, reading).walk());
    }

    /** Hands each event to those who need it, with the marks made once. */
    static final class Reading implements PlanVisitor {
        private final PlanFacts facts;
        private final PlanHasher hash;
        private final SecretFinder secrets;
        private final Marks marks = new Marks();
        private final KnownForms changes = new KnownForms(Part.RESOURCE_CHANGE);
        private final KnownForms resources = new KnownForms(Part.STATE_RESOURCE);
        /** Whether the part that comes is hashed already. */
        private boolean hashed;

        /** @param secrets collects what is sensitive; may be null */
        Reading(PlanFacts facts, SecretFinder secrets) {
            this.facts = facts;
            this.secrets = secrets;
            this.hash = new PlanHasher(secrets);
        }

        /** What was read, of so many bytes. */
        PlanSummary done(long bytes) {
            SecretMasker masker = secrets == null ? SecretMasker.of(Set.of()) : secrets.masker();
            return facts.done(bytes, hash.finish(), masker);
        }

        private KnownForms known(Part part) {
            return part == Part.RESOURCE_CHANGE ? changes : part == Part.STATE_RESOURCE ? resources : null;
        }

        @Override
        public JsonForms forms(Part part) {
            KnownForms known = known(part);
            return known == null ? null : known.forms();
        }

        @Override
        public boolean again(Part part, int form) {
            KnownForms known = known(part);
            hash.again(known, form);
            if (secrets != null) {
                known.see(form, secrets);
            }
            hashed = !known.isQuiet(form);
            if (!hashed) {
                facts.again(part);
            }
            return !hashed;
        }

        @Override
        public void enterModule(String name) {
            hash.enterModule();
            facts.enterModule(name);
            if (secrets != null) {
                secrets.enterModule(name);
            }
        }

        @Override
        public void leaveModule() {
            hash.leaveModule();
            facts.leaveModule();
            if (secrets != null) {
                secrets.leaveModule();
            }
        }

        @Override
        public void beginObject() {
            hash.beginObject();
            facts.depth(1);
        }

        @Override
        public void key(String name) {
            hash.key(name);
        }

        @Override
        public void endObject() {
            hash.endObject();
            facts.depth(-1);
        }

        @Override
        public void beginDeclared() {
            hash.beginDeclared();
            facts.depth(1);
        }

        @Override
        public void endDeclared() {
            hash.endDeclared();
            facts.depth(-1);
        }

        @Override
        public void beginArray() {
            hash.beginArray();
        }

        @Override
        public void element() {
            hash.element();
        }

        @Override
        public void endArray() {
            hash.endArray();
        }

        @Override
        public void part(Part part, String name, JsonTape tape) {
            part.mark(tape, marks.over(tape));
            if (part == Part.CONFIG_VARIABLE && Part.isDeclaredSensitive(tape)) {
                hash.sensitiveVariable(name);
                facts.sensitiveVariable(name);
                if (secrets != null) {
                    secrets.sensitiveVariable(name);
                }
            }
            if (!hashed) {
                hash.part(part, name, tape, marks);
            }
            facts.part(part, name, tape, marks);
            KnownForms known = known(part);
            if (known != null && !hashed) {
                known.learn(tape, marks, facts.isQuiet(part, tape));
            }
            hashed = false;
        }
    }
}
