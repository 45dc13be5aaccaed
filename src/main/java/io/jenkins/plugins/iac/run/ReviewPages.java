package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.report.Review;
import io.jenkins.plugins.iac.report.SummaryHtml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Review pages, kept as files until what they say is another: to make one of ten thousand changes takes seconds. A page is
 * the same for whoever looks; whether he may look, the caller has asked. The pages of the runs that were looked at last are
 * kept, none of a process before this one. Only one is made at a time, so that many readers take the memory of one page. Safe
 * in any thread.
 */
public final class ReviewPages {
    private static final int MOST = 32;

    private final RunServices services;
    private final Path directory;
    private final Object making = new Object();
    /** What each kept page says beside its plan, which the digest in it stands for; the one looked at longest ago first. */
    private final Map<String, Review> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Keeps them in a directory of its own, made when it is first needed. */
    public ReviewPages(RunServices services, Path directory) {
        this.services = services;
        this.directory = directory;
    }

    /**
     * The page of a run as it stands now, as {@link SummaryHtml#served} makes it, in UTF-8; empty before there is a plan. The
     * caller closes it.
     */
    public Optional<InputStream> open(Run run) throws IOException {
        Artifacts artifacts = new Artifacts(services);
        if (!artifacts.hasSummary(run)) {
            return Optional.empty();
        }
        Review now = artifacts.review(run, null);
        InputStream page = kept(run.id(), now);
        if (page != null) {
            return Optional.of(page);
        }
        synchronized (making) {
            page = kept(run.id(), now);
            return page != null
                    ? Optional.of(page)
                    : artifacts
                            .summary(run)
                            .map(plan -> SummaryHtml.served(artifacts.review(run, plan))
                                    .getBytes(StandardCharsets.UTF_8))
                            .map(bytes -> keep(run.id(), now, bytes));
        }
    }

    private InputStream kept(String run, Review now) throws IOException {
        synchronized (kept) {
            try {
                return now.equals(kept.get(run)) ? Files.newInputStream(file(run)) : null;
            } catch (NoSuchFileException e) {
                return null;
            }
        }
    }

    private InputStream keep(String run, Review now, byte[] page) {
        try {
            synchronized (kept) {
                kept.remove(run);
            }
            DurableFiles.directory(directory);
            DurableFiles.write(file(run), page);
            synchronized (kept) {
                kept.put(run, now);
                forget();
            }
        } catch (IOException e) {
            // No room to keep it is no reason not to show it.
            return new ByteArrayInputStream(page);
        }
        return new ByteArrayInputStream(page);
    }

    /** Removes what is too much, and what an earlier process left. */
    private void forget() throws IOException {
        while (kept.size() > MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.toList();
        }
        for (Path file : files) {
            if (kept.keySet().stream().noneMatch(run -> file(run).equals(file))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path file(String run) {
        return directory.resolve(RunId.check(run) + ".html");
    }
}
