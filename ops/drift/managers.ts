import type { Entry } from "./fields.ts";

/** Kind of a field manager: a person, a controller, or a name that could be either. */
export type ManagerKind = "person" | "controller" | "unknown";

/**
 * Manager names of people's tools. The default name is the first word of the client's User-Agent:
 * `curl`, `node-fetch` (Lens), `Mozilla` (dashboards), `OpenAPI-Generator` (the Python and JavaScript clients).
 */
const people =
  /^(kubectl([-_].*)?|(k9s|(open|free)?lens|headlamp|octant|(rancher-|kubernetes-)?dashboard(-api)?|mozilla|curl|wget|httpie|postmanruntime|insomnia|python(-requests|-httpx)?|node-fetch|node|axios|undici|openapi-generator|go-http-client|hashicorp|terraform(-provider-.*)?|ansible|helm|kustomize|oc|skaffold|tilt)([./ _].*)?)$/i;

/**
 * Manager names of controllers: those of Kubernetes and common add-ons, and typical binary names.
 * Names of kubectl are matched first, as a person's.
 */
const controllers =
  /^(kube-|kubelet|kwok|hanok-(sandbox|hours)|cloud-controller|aws-|amazon-|eks$|eks-|ebs-|efs-|vpc-|karpenter|cluster-autoscaler|cert-manager|cainjector|vault-|external-|pilot-|istio|linkerd|cilium|calico|tigera|argocd-|argo-|rollouts|flux|keda|metrics-server|prometheus|thanos|loki|tempo|otel|elastic|velero|kyverno|gatekeeper|opa|falco|descheduler|reloader|sealed-secrets|crossplane|strimzi|traefik|nginx|envoy|contour|kong|snapshot-|csi-|coredns|node-problem|vpa-|goldilocks|admission)|(controller|operator|injector|webhook|manager|scheduler|autoscaler|provisioner|attacher|resizer|snapshotter|syncer|daemon|agent|updater|recommender)(s|-[0-9a-f]+)?$/i;

/** Kind of a manager. */
export function kindOf(manager: string): ManagerKind {
  if (people.test(manager)) return "person";
  return controllers.test(manager) ? "controller" : "unknown";
}

/**
 * Managers that have written a `status`, and are therefore controllers.
 * `unknown` is excluded, because it is the name of all clients without a User-Agent.
 */
export function reporters(entries: readonly Entry[]): ReadonlySet<string> {
  const names = entries.filter(({ subresource }) => subresource === "status");
  return new Set(names.map(({ manager }) => manager).filter((name) => name !== "unknown"));
}
