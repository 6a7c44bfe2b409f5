/** Minor version of Kubernetes that a cluster has where its settings name none: the one that the sandbox runs. */
export const kubernetesVersion = "1.36";
