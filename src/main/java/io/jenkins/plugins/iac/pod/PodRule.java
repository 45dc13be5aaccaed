package io.jenkins.plugins.iac.pod;

/** What a pod of a pool must be, in the order in which it is told. From {@code NON_ROOT} on it is the restricted profile, and more. */
enum PodRule {
    TEMPLATE(
            "template",
            "the pool's pod template, from the configuration of its cloud",
            "define it there; templates that a pipeline defines get no agent of a pool"),
    NAMESPACE("namespace", "the pool's namespace", "set it in the pod template"),
    SERVICE_ACCOUNT("serviceAccount", "the pool's service account", "set it in the pod template"),
    IMAGE("image", "images of the pool, by digest", "use an image of the pool, or let the pool's owner add this one"),
    NODE(
            "node",
            "nodes that the scheduler chooses among those of the pool",
            "take nodeName out; name node selector, tolerations and runtime class in the pool"),
    TOKEN(
            "token",
            "no service account token unless the pool asks for one",
            "set automountServiceAccountToken to false"),
    ENVIRONMENT(
            "environment",
            "no secret in the environment",
            "a run gets a short-lived identity of its own; take the secret out"),
    VOLUMES(
            "volumes",
            "temporary directories, config maps and the downward API only",
            "take the volume out of the pod template"),
    NON_ROOT(
            "nonRoot",
            "runAsNonRoot, and no user or group 0",
            "set runAsNonRoot and a numeric user in the security context"),
    PRIVILEGES(
            "privileges",
            "allowPrivilegeEscalation false, not privileged",
            "set both in each container's security context"),
    CAPABILITIES(
            "capabilities",
            "all capabilities dropped and none added",
            "set capabilities: {drop: [ALL]} in each container"),
    SECCOMP(
            "seccomp",
            "seccomp profile RuntimeDefault or Localhost",
            "set seccompProfile in the pod's security context"),
    READ_ONLY_ROOT(
            "readOnlyRoot",
            "readOnlyRootFilesystem true",
            "set it in each container and mount an emptyDir where the agent writes"),
    HOST(
            "host",
            "nothing of the node: no namespaces, ports, names, devices, kernel settings",
            "take it out of the pod template"),
    CONFINEMENT(
            "confinement",
            "no weaker confinement than the runtime's: AppArmor, SELinux, /proc, Windows",
            "leave these settings to the cluster"),
    KNOWN("known", "fields that are known here", "take the field out, or ask for a release that knows it");

    private final String id;
    private final String expected;
    private final String next;

    PodRule(String id, String expected, String next) {
        this.id = "pod." + id;
        this.expected = expected;
        this.next = next;
    }

    String id() {
        return id;
    }

    String expected() {
        return expected;
    }

    String next() {
        return next;
    }
}
