package io.jenkins.plugins.iac.receipt;

import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What the agent says of itself. {@code null} stands for what could not be found out; which checks failed stands in
 * {@code unknown}.
 *
 * @param takenAt when, UTC
 * @param host name of the machine
 * @param user name of the user, or {@code uid N}
 * @param root whether that is root
 * @param container whether it is a container
 * @param image digest of the container's image ({@code name@sha256:...}): a process cannot see it from within, so the host
 *     adds it ({@link #withImage})
 * @param pod Kubernetes pod, or null
 * @param tools tools that were looked for
 * @param age how long ago the first process of the machine or container was started
 * @param leftovers paths that earlier runs left since then
 * @param credentials credentials in environment and home, without their values
 * @param dockerSocket whether a container engine answers, which is root on the machine
 * @param metadataService whether an instance metadata service answers
 * @param unknown names of the checks that could not be made
 */
public record Receipt(
        Instant takenAt,
        String host,
        String user,
        Tri root,
        Tri container,
        String image,
        Pod pod,
        List<Tool> tools,
        Duration age,
        List<String> leftovers,
        List<Finding> credentials,
        Tri dockerSocket,
        Tri metadataService,
        List<String> unknown) {
    /** The check for {@link #leftovers}. */
    public static final String LEFTOVERS = "leftovers";
    /** The check for {@link #credentials}. */
    public static final String CREDENTIALS = "credentials";

    /**
     * A tool on the machine.
     *
     * @param path where it was looked for
     * @param sha256 checksum of what is there, or null where it cannot be read
     */
    public record Tool(String path, Sha256 sha256) {}

    /** A Kubernetes pod; each part null where it is not known. */
    public record Pod(String namespace, String name, String serviceAccount) {}

    public Receipt {
        Objects.requireNonNull(takenAt, "takenAt");
        root = root == null ? Tri.UNKNOWN : root;
        container = container == null ? Tri.UNKNOWN : container;
        tools = List.copyOf(tools);
        leftovers = List.copyOf(leftovers);
        credentials = List.copyOf(credentials);
        dockerSocket = dockerSocket == null ? Tri.UNKNOWN : dockerSocket;
        metadataService = metadataService == null ? Tri.UNKNOWN : metadataService;
        unknown = List.copyOf(unknown);
    }

    /** The same receipt with the image that the host saw, for example in the status of the pod. */
    public Receipt withImage(String digest) {
        return copy(digest, pod);
    }

    /** The same receipt with the pod that the host knows. */
    public Receipt withPod(Pod other) {
        return copy(image, other);
    }

    private Receipt copy(String newImage, Pod newPod) {
        return new Receipt(
                takenAt,
                host,
                user,
                root,
                container,
                newImage,
                newPod,
                tools,
                age,
                leftovers,
                credentials,
                dockerSocket,
                metadataService,
                unknown);
    }

    boolean knows(String check) {
        return !unknown.contains(check);
    }
}
