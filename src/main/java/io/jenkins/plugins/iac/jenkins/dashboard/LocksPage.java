package io.jenkins.plugins.iac.jenkins.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.security.Permission;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.run.BuildLiveness;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.FreezeSwitch;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.lock.LockStatus;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.LostTool;
import io.jenkins.plugins.iac.run.RecoveryChoice;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.Unlocking;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** Locks and freezes, and the buttons that end them: each with its own permission, a reason, and a record. */
public final class LocksPage extends DashboardPage {
    private static final int LONGEST_REASON = 500;

    LocksPage(Known known) {
        super(known);
    }

    @Override
    public String title() {
        return Messages.LocksPage_title();
    }

    public List<LockStatus> locks() {
        return known().locks();
    }

    public String age(LockStatus lock) {
        return Texts.length(lock.age());
    }

    /** Who asked for the run of a lock; null where the journal has no such run. */
    public String person(LockStatus lock) {
        return run(lock).map(run -> run.source().actor()).orElse(null);
    }

    /** What may be chosen for a lock before it is broken. */
    public List<RecoveryChoice> choices(LockStatus lock) {
        return RecoveryChoice.offered(lock.lock().frozenBecause());
    }

    /** What the run of a lock lost and what became of it, or null where it lost nothing. */
    public LostTool lost(LockStatus lock) {
        return run(lock).flatMap(LostTool::of).orElse(null);
    }

    private Optional<Run> run(LockStatus lock) {
        return known().services().book().known(lock.lock().run());
    }

    public List<FreezeSwitch> freezes() {
        return known().freezes();
    }

    public String age(FreezeSwitch freeze) {
        return Texts.ago(freeze.since(), known().now());
    }

    public List<Known.Dated> calendar() {
        return known().calendar();
    }

    /** What a freeze may cover. */
    public List<String> environments() {
        return known().catalog()
                .map(c -> c.environments().stream().map(e -> e.name()).toList())
                .orElse(List.of());
    }

    public boolean isUnlocker() {
        return Jenkins.get().hasPermission(IacPermissions.UNLOCK);
    }

    public boolean isFreezer() {
        return Jenkins.get().hasPermission(IacPermissions.FREEZE);
    }

    /** Breaks the lock that the page showed, of a stack whose run ended in doubt or is dead; leaves evidence. */
    @RequirePOST
    public HttpResponse doUnlock(
            @QueryParameter String stack,
            @QueryParameter long token,
            @QueryParameter String choice,
            @QueryParameter String reason) {
        return with(IacPermissions.UNLOCK, reason, (by, why) -> {
            if (!StackId.isValid(stack)) {
                throw HttpResponses.errorWithoutStack(400, "no stack's name");
            }
            IacRuns.get().sealing(services -> new Unlocking(services)
                    .unlock(
                            new StackId(stack),
                            token,
                            by,
                            true,
                            caller(by),
                            RecoveryChoice.required(choice, frozenBecause(services, stack, token)),
                            why,
                            new BuildLiveness(services)));
        });
    }

    /** Null for a lock that is not the one that is meant: that is refused for itself. */
    private static String frozenBecause(RunServices services, String stack, long token) {
        return services.locks()
                .table()
                .lock(LockScope.stack(new StackId(stack)))
                .filter(lock -> lock.token() == token)
                .map(Lock::frozenBecause)
                .orElse(null);
    }

    /** Begins a freeze of an environment, or of everything. */
    @RequirePOST
    public HttpResponse doFreeze(@QueryParameter String environment, @QueryParameter String reason) {
        return with(IacPermissions.FREEZE, reason, (by, why) -> known().services()
                .locks()
                .freeze(scope(environment, true), by, why));
    }

    /** Ends a freeze; also that of an environment that the catalog no longer has. */
    @RequirePOST
    public HttpResponse doUnfreeze(@QueryParameter String environment, @QueryParameter String reason) {
        return with(IacPermissions.FREEZE, reason, (by, why) -> {
            if (!known().services().locks().unfreeze(scope(environment, false), by, why)) {
                throw HttpResponses.errorWithoutStack(409, "it is not frozen any more");
            }
        });
    }

    /** Something that is done by somebody for a reason. */
    private interface Deed {
        void run(String by, String why);
    }

    private static HttpResponse with(Permission permission, String reason, Deed deed) {
        Jenkins.get().checkPermission(permission);
        String why = reason == null ? "" : reason.replaceAll("\\p{Cntrl}", " ").strip();
        if (why.isEmpty() || why.length() > LONGEST_REASON) {
            throw HttpResponses.errorWithoutStack(
                    400, "expected a reason of 1 to " + LONGEST_REASON + " characters; it is part of the record");
        }
        try {
            deed.run(Jenkins.getAuthentication2().getName(), why);
        } catch (IacException e) {
            throw HttpResponses.errorWithoutStack(
                    e.kind() == IacException.Kind.REFUSED ? 409 : 400,
                    e.problem().sentence());
        }
        return HttpResponses.redirectToDot();
    }

    private LockScope scope(String environment, boolean known) {
        if (environment == null) {
            throw HttpResponses.errorWithoutStack(400, "this is not the form of this page");
        }
        if (environment.isEmpty()) {
            return LockScope.global();
        }
        if (known && !environments().contains(environment)) {
            throw HttpResponses.errorWithoutStack(400, "no environment of the catalog");
        }
        return LockScope.environment(environment);
    }

    private static ObjectNode caller(String by) {
        return Json.object()
                .put("user", by)
                .put("via", "dashboard")
                .put("address", Stapler.getCurrentRequest2().getRemoteAddr());
    }
}
