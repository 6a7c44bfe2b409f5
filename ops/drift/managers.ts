import type { Entry } from "./fields.ts";

/** Who sets a field: somebody by hand, a controller by its nature, or a name that tells neither. */
export type ManagerKind = "person" | "controller" | "unknown";

/**
 * Names under which people write. Without a name of its own a client is entered by the first word of its User-Agent:
 * `curl`, `node-fetch` (Lens), `Mozilla` (dashboards), `OpenAPI-Generator` (the Python and JavaScript clients).
 */
const people =
  /^(kubectl([-_].*)?|(k9s|(open|free)?lens|headlamp|octant|(rancher-|kubernetes-)?dashboard(-api)?|mozilla|curl|wget|httpie|postmanruntime|insomnia|python(-requests|-httpx)?|node-fetch|node|axios|undici|openapi-generator|go-http-client|hashicorp|terraform(-provider-.*)?|ansible|helm|kustomize|oc|skaffold|tilt)([./ _].*)?)$/i;

/**
 * Names of controllers: those of Kubernetes and of usual add-ons, and what such a binary is called by habit. A name of
 * kubectl's is a person's before this list is asked.
 */
const controllers =
  /^(kube-|kubelet|kwok|hanok-(sandbox|hours)|cloud-controller|aws-|amazon-|eks$|eks-|ebs-|efs-|vpc-|karpenter|cluster-autoscaler|cert-manager|cainjector|vault-|external-|pilot-|istio|linkerd|cilium|calico|tigera|argocd-|argo-|rollouts|flux|keda|metrics-server|prometheus|thanos|loki|tempo|otel|elastic|velero|kyverno|gatekeeper|opa|falco|descheduler|reloader|sealed-secrets|crossplane|strimzi|traefik|nginx|envoy|contour|kong|snapshot-|csi-|coredns|node-problem|vpa-|goldilocks|admission)|(controller|operator|injector|webhook|manager|scheduler|autoscaler|provisioner|attacher|resizer|snapshotter|syncer|daemon|agent|updater|recommender)(s|-[0-9a-f]+)?$/i;

/** Who writes under a name. */
export function kindOf(manager: string): ManagerKind {
  if (people.test(manager)) return "person";
  return controllers.test(manager) ? "controller" : "unknown";
}

/**
 * Names that have written a `status` somewhere: who reports how an object is, is a controller. `unknown` stands for
 * clients without a User-Agent, and so for many.
 */
export function reporters(entries: readonly Entry[]): ReadonlySet<string> {
  const names = entries.filter(({ subresource }) => subresource === "status");
  return new Set(names.map(({ manager }) => manager).filter((name) => name !== "unknown"));
}
