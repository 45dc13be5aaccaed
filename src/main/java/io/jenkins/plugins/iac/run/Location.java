package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.worker.JobRequest;
import java.util.function.Supplier;

/**
 * Where the code is fetched from, as the host knows it; never the script.
 *
 * @param git absolute path of git on the agent
 * @param repository where git fetches from: the catalog's repository, or a clone on this machine
 * @param copyOf a directory that is no git repository and is copied as it is, or null
 * @param allowedSigners content of the allowed signers file, or null
 * @param files with which git reaches the repository
 * @param fallbackTool finds the tool of this machine, or null; asked only where the pool names none and is not protected,
 *     because finding it runs it
 * @param stateRoot absolute path under which state is kept where the catalog names no absolute local path; null where
 *     the catalog must say (agents come and go, so state on them is lost)
 * @param workRoot directory under which runs work, the same on all agents of a pool
 */
public record Location(
        String git,
        String repository,
        String copyOf,
        String allowedSigners,
        JobRequest.GitFiles files,
        Supplier<PoolTool> fallbackTool,
        String stateRoot,
        String workRoot) {}
