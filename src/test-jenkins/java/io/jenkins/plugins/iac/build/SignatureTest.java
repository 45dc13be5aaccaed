package io.jenkins.plugins.iac.build;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

/** The signatures that the default build compiles against are those of the real Jenkins. */
public class SignatureTest {
    @Test
    public void signatures_areThoseOfTheRealClasses() throws IOException {
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        assertEquals(
                List.of(),
                SignatureComparison.differences(
                        Path.of("src/jenkins-api/java"), classPath, getClass().getClassLoader(), System.out));
    }
}
