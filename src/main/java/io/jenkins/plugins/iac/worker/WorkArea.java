package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.durable.Pause;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.StackId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The directory of one run on an agent, mode 0700. Its path depends on the stack alone and not on the run, because
 * {@code path.cwd} is part of a plan: a configuration that uses it would otherwise change with every run. A run claims
 * the directory by making it; what a finished or expired run left there is removed by the next claim. A directory
 * that belongs to a live run is left alone, and one with a state in it that the backend did not take.
 *
 * @param base absolute path
 */
public record WorkArea(Path base) {
    /** The rule that a run fails whose directory another run has. */
    public static final String TAKEN = "agent.directory";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final String STAYS_APPROVED = "; the plan stays approved";
    private static final int SLOTS = 8;
    private static final long PAUSE_MILLIS = 500;
    private static final String OWNER = "owner";
    private static final String ERRORED = "errored.tfstate";
    private static final Pattern NAME = Pattern.compile("iac-[0-9a-f]{16}(?:-[0-9]+)?");

    /**
     * The path at which this stack is checked out, on every agent; slot 1.
     *
     * @param owner whose stack it is: two installations on one machine may each have one of this name and repository, and
     *     must not wait for each other; the same for every run of an installation, whatever becomes of its keys
     */
    public static Path path(Path root, String owner, String repository, StackId stack) {
        return root.resolve("iac-"
                + Sha256.of(owner + "\n" + repository + "\n" + stack).hex().substring(0, 16));
    }

    /**
     * Claims a directory for planning: the stack's path, or a numbered one beside it while other runs of the stack are
     * at work on this agent.
     *
     * @param expires when the claim is void, should nobody give it up
     * @throws IacException of kind TOOL_FAILED if all are taken or the directory cannot be made
     */
    public static WorkArea claim(Path wanted, String run, Instant now, Instant expires) {
        for (int slot = 1; slot <= SLOTS; slot++) {
            WorkArea area = new WorkArea(slot == 1 ? wanted : Path.of(wanted + "-" + slot));
            if (area.take(run, now, expires)) {
                return area;
            }
        }
        throw IacException.toolFailed(
                "taking a working directory",
                wanted.toString(),
                SLOTS + " directories of other runs",
                "one that is free or expired",
                "wait for the other runs to end, or look at leftovers of this machine");
    }

    /**
     * Claims exactly this directory, as an apply must: the plan names the path. Waits while a live run has it.
     *
     * @param patience how long at most
     * @param log told whom it waits for
     * @throws IacException of kind REFUSED, with {@link #TAKEN}, if somebody still has it then or it cannot be given up;
     *     nothing is wrong with the plan
     */
    public static WorkArea claimExactly(
            Path wanted, String run, InstantSource clock, Instant expires, Duration patience, Consumer<String> log) {
        WorkArea area = new WorkArea(wanted);
        long deadline = System.nanoTime() + patience.toNanos();
        for (boolean told = false; !area.take(run, clock.instant(), expires); told = true) {
            if (area.isGivenUpByNobody() || System.nanoTime() - deadline >= 0 || !Pause.millis(PAUSE_MILLIS)) {
                throw refused(wanted, area.whyTaken());
            }
            if (!told) {
                log.accept("waiting for " + wanted + ", " + area.whyTaken().found());
            }
        }
        return area;
    }

    private static IacException refused(Path wanted, Taken why) {
        return new IacException(
                IacException.Kind.REFUSED,
                new Problem(
                        "taking a working directory",
                        wanted.toString(),
                        why.found(),
                        Taken.EXPECTED,
                        why.next() + STAYS_APPROVED),
                List.of(Condition.failed(TAKEN, Taken.EXPECTED, why.found(), why.next() + STAYS_APPROVED)),
                null);
    }

    /** A state that its backend refused stays until a person has come for it: nobody waits for that. */
    private boolean isGivenUpByNobody() {
        try {
            return !erroredStates().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * The directory that a run claimed before.
     *
     * @throws IacException of kind REFUSED if it is not this run's
     */
    public static WorkArea of(Path base, String run) {
        WorkArea area = new WorkArea(base);
        if (!run.equals(area.owner())) {
            throw IacException.refused(
                    "going on with run " + run,
                    base.toString(),
                    area.owner().isEmpty() ? "no directory of a run" : "the directory of run " + area.owner(),
                    "the directory that this run prepared",
                    "start the run again");
        }
        return area;
    }

    /**
     * Every directory below a root that some run claimed, whoever made it: only those of this user, never through a link.
     *
     * @return directory to the name of its run
     */
    public static Map<WorkArea, String> claimed(Path root) {
        Map<WorkArea, String> found = new LinkedHashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root, "iac-*")) {
            for (Path base : all) {
                WorkArea area = new WorkArea(base);
                if (NAME.matcher(String.valueOf(base.getFileName())).matches()
                        && area.isOurs()
                        && !area.owner().isEmpty()) {
                    found.put(area, area.owner());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return found;
        }
        return found;
    }

    private boolean isOurs() {
        try {
            checkOurs();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Why a directory cannot be had, and what helps against just that. */
    private record Taken(String found, String next) {
        static final String EXPECTED = "no other run of this stack at work here";
    }

    private Taken whyTaken() {
        String owner = owner().isEmpty() ? "no run that can be named" : "run " + owner();
        try {
            for (Path state : erroredStates()) {
                return new Taken(
                        "a state that the backend of " + owner + " did not take, " + state,
                        "push that state, remove the directory, then apply again");
            }
        } catch (IOException e) {
            return new Taken(
                    "a directory of " + owner + " that cannot be read: " + e.getMessage(),
                    "make it readable for the agent's user, see whether a state was left in it, and remove it; then apply"
                            + " again");
        }
        return new Taken("the directory of " + owner, "apply again when that run has ended");
    }

    private boolean take(String run, Instant now, Instant expires) {
        try {
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    Files.createDirectory(base, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                    Files.writeString(base.resolve(OWNER), run + "\n" + expires + "\n");
                    Files.createDirectory(out(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                    return true;
                } catch (FileAlreadyExistsException e) {
                    if (!isRemoved(run, now)) {
                        return false;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "taking a working directory",
                    base.toString(),
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "a directory that can be made, on a disk with space left",
                    "look at the disk and at who owns what is there");
        }
    }

    /** Removes what a run left that is over; a directory that its owner gives up just now is gone as well. */
    private boolean isRemoved(String run, Instant now) throws IOException {
        try {
            checkOurs();
            String owner = owner();
            if (!owner.equals(run) && !owner.isEmpty() && now.isBefore(expiry())) {
                return false;
            }
            // A claim without an owner file is a claim that is being made, or one that died at once.
            if (owner.isEmpty()
                    && now.isBefore(Files.getLastModifiedTime(base).toInstant().plusSeconds(60))) {
                return false;
            }
            if (!erroredStates().isEmpty()) {
                // The only copy of a state: whoever lost it must come for it first.
                return false;
            }
            remove();
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    /** Somebody else may have put a directory or a link there first: nothing of theirs is used or followed. */
    private void checkOurs() throws IOException {
        Path self = Files.createTempFile("iac-", ".self");
        try {
            BasicFileAttributes there =
                    Files.readAttributes(base, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean ours = there.isDirectory()
                    && Files.getOwner(base, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(self))
                    && EnumSet.copyOf(Files.getPosixFilePermissions(base, LinkOption.NOFOLLOW_LINKS))
                            .equals(OWNER_ONLY);
            if (!ours) {
                throw new IOException("it belongs to somebody else or is open to others");
            }
        } finally {
            Files.delete(self);
        }
    }

    private String owner() {
        return line(0);
    }

    private Instant expiry() {
        try {
            return Instant.parse(line(1));
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    private String line(int number) {
        try {
            String[] lines = Files.readString(base.resolve(OWNER), StandardCharsets.UTF_8)
                    .split("\n");
            return lines.length > number ? lines[number] : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Where the commit is checked out; made by the checkout. */
    public Path checkout() {
        return base.resolve("source");
    }

    /** The tool's private directory; made by the tool's environment. */
    public Path tool() {
        return base.resolve("tool");
    }

    /** Where the token of the run is, while it has one; made by the host, deleted by the worker. */
    public Path identity() {
        return base.resolve("identity");
    }

    /** Deletes the token, following no link. */
    void removeIdentity() throws IOException {
        new WorkArea(identity()).remove();
    }

    /** Where results for the controller stand. */
    public Path out() {
        return base.resolve("out");
    }

    /** The plan as the controller sent it for an apply, or as the tool saved it. */
    public Path plan() {
        return out().resolve("plan.tfplan");
    }

    /** The copy that is checked and applied. */
    public Path planCopy() {
        return base.resolve("plan.checked");
    }

    /**
     * The state that Terraform left beside the code because the backend did not take it: what is in it is nowhere else.
     *
     * @return absolute paths, none where all is well
     */
    public List<Path> erroredStates() throws IOException {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(checkout(), LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        Files.walkFileTree(checkout(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && String.valueOf(file.getFileName()).equals(ERRORED)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** Removes all of it, following no link. */
    public void remove() throws IOException {
        if (!Files.exists(base, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(base, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
