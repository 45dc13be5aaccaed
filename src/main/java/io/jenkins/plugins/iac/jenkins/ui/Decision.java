package io.jenkins.plugins.iac.jenkins.ui;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.jenkins.approval.Voter;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Cut;
import io.jenkins.plugins.iac.model.IacException;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.Stapler;

/**
 * What somebody decided on a page, carried out under the name that Jenkins authenticated, and the answer to it: 400 for what
 * cannot be understood, 403 where this person may not decide it, 409 where things are no longer as the person saw them.
 */
public final class Decision {
    /** Refusals that come of what happened meanwhile, not of who asks. */
    private static final Set<String> MEANWHILE =
            Set.of("vote.digest", "vote.once", "vote.age", "vote.time", "review.open", "review.over");

    private static final int LONGEST_TEXT = 2000;

    private Decision() {}

    /** What is done. */
    @FunctionalInterface
    public interface Deed {
        /** @param caller who and from where, for the record */
        void by(Voter person, ObjectNode caller);
    }

    /** Does it and says where to go then; the caller has checked the permission. */
    public static HttpResponse carryOut(Deed deed, HttpResponse then) {
        try {
            Voter person = Voter.of(Jenkins.getAuthentication2());
            var request = Stapler.getCurrentRequest2();
            deed.by(
                    person,
                    Json.object()
                            .put("user", person.id())
                            .put("address", request == null ? null : request.getRemoteAddr()));
            return then;
        } catch (IllegalArgumentException e) {
            throw HttpResponses.errorWithoutStack(400, e.getMessage());
        } catch (IacException e) {
            throw HttpResponses.errorWithoutStack(status(e), e.problem().sentence());
        }
    }

    /** A text that a person wrote, no longer than records hold. */
    public static String text(String written) {
        return Cut.start(written == null ? "" : written.strip(), LONGEST_TEXT);
    }

    private static int status(IacException e) {
        if (e.kind() != IacException.Kind.REFUSED) {
            return 400;
        }
        List<String> failed = e.conditions().stream()
                .filter(c -> !c.passed())
                .map(Condition::rule)
                .toList();
        return failed.isEmpty() || MEANWHILE.contains(failed.get(0)) ? 409 : 403;
    }
}
