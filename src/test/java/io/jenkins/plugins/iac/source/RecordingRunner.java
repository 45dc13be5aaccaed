package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.process.ProcessSpec;
import java.util.ArrayList;
import java.util.List;

/** The real runner, which remembers what it was asked. */
final class RecordingRunner implements ProcessRunner {
    final List<ProcessSpec> asked = new ArrayList<>();
    private final ProcessRunner real = new LocalProcessRunner();

    @Override
    public ProcessResult run(ProcessSpec spec) {
        asked.add(spec);
        return real.run(spec);
    }
}
