package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A few points of the campaign of docs/reliability.md, with the real tool: the host killed before and after three records
 * of an apply, the tool after three, and the host after both records of an unlock.
 */
public class CrashCampaignTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void campaign_fewPoints_breaksNothing() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        CrashCampaign campaign =
                CrashCampaign.small(temporary.getRoot().toPath(), new PrintStream(log, true, StandardCharsets.UTF_8));
        assertEquals(log.toString(StandardCharsets.UTF_8), List.of(), campaign.broken());
        assertEquals(log.toString(StandardCharsets.UTF_8), 11, campaign.table().points());
    }
}
