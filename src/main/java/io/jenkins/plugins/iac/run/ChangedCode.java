package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.model.RepositoryUrl;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.scan.TouchedStacks;
import io.jenkins.plugins.iac.scan.TouchedStacks.Code;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whom commits of a repository may concern.
 *
 * @param own stacks whose code is in it
 * @param users stacks of other repositories whose {@code modules} let them use modules of it
 */
public record ChangedCode(Map<StackId, Code> own, Map<StackId, Code> users) {
    /** @param repository in any spelling of its address; null for one that has the code of all stacks */
    public static ChangedCode of(Catalog catalog, String repository) {
        Map<StackId, Code> own = new TreeMap<>();
        Map<StackId, Code> users = new TreeMap<>();
        for (Stack stack : catalog.stacks()) {
            if (repository == null || RepositoryUrl.same(repository, stack.repository())) {
                own.put(stack.id(), new Code(stack.repository(), stack.directory(), stack.modules()));
            } else if (TouchedStacks.mayUse(stack.modules(), repository)) {
                users.put(stack.id(), new Code(repository, stack.directory(), stack.modules()));
            }
        }
        return new ChangedCode(own, users);
    }
}
