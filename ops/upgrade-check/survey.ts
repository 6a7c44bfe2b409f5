import type { Json } from "../drift/json.ts";
import type { Minor } from "./version.ts";

/** An object and its API version. */
export interface Used {
  readonly apiVersion: string;
  readonly kind: string;
  /** `shop/web`, or the name of a cluster-scoped object. */
  readonly name: string;
  /** Writer of this version: `the program`, `the chart vault`, `kubectl`. */
  readonly by: string;
}

/** An installed Helm release. */
export interface Chart {
  /** `vault/vault`. */
  readonly release: string;
  readonly name: string;
  readonly version: string;
  readonly appVersion: string | undefined;
  /** The chart's range of supported Kubernetes versions. */
  readonly kubeVersion: string | undefined;
}

/** Requests for a deprecated API version since the start of the API server. */
export interface DeprecatedCalls {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** First release without this version. */
  readonly removed: Minor | undefined;
}

export interface Node {
  readonly name: string;
  readonly kubelet: Minor;
  /** Release of Bottlerocket, `1.66.0`; undefined for another system. */
  readonly release: string | undefined;
}

/** An admission webhook. */
export interface Webhook {
  /** `ValidatingWebhookConfiguration vault/check.vault.io`. */
  readonly name: string;
  readonly isRequired: boolean;
  /** `vault/vault-webhook`; undefined for an external URL. */
  readonly service: string | undefined;
}

/** Image selection of a Karpenter node class. */
export interface NodeClass {
  readonly name: string;
  /** `amiSelectorTerms`. */
  readonly terms: readonly Json[];
}

/** Input of all checks. Collecting it is read-only. */
export interface Survey {
  readonly server: Minor;
  /** Objects of the program and its charts, and of other writers. */
  readonly used: readonly Used[];
  readonly calls: readonly DeprecatedCalls[];
  readonly charts: readonly Chart[];
  readonly nodes: readonly Node[];
  readonly nodeClasses: readonly NodeClass[];
  /** In the API server's form. */
  readonly pods: readonly Json[];
  readonly budgets: readonly Json[];
  readonly webhooks: readonly Webhook[];
  /** Services with a ready endpoint, such as `vault/vault-webhook`. */
  readonly answering: ReadonlySet<string>;
  /** Version of the Gateway API's CRDs, such as `v1.6.3`. */
  readonly gatewayApi: string | undefined;
  /** kubectl images that the program runs, such as `registry.k8s.io/kubectl:v1.36.1`. */
  readonly kubectlImages: readonly string[];
  /** Version of kubectl on this machine. */
  readonly kubectl: Minor | undefined;
  /** Undefined where AWS was not asked. */
  readonly nodeImage: NodeImage | undefined;
  /** Day of the survey, `2026-11-29`. */
  readonly today: string;
  /** EKS add-ons with their available versions. */
  readonly addons: readonly EksAddon[];
  /** Checks that could not run, and why. */
  readonly skipped: readonly string[];
}

/** The Bottlerocket that a cluster's facts pin. */
export interface NodeImage {
  readonly release: string;
  /** Day of its release, `2026-10-05`. */
  readonly published: string;
  /** Newest release for the cluster's Kubernetes. */
  readonly newest: string;
}

/** An EKS add-on, and the versions of it that AWS offers. */
export interface EksAddon {
  readonly name: string;
  readonly version: string;
  /** AWS's default for the cluster's own release. */
  readonly recommended: string | undefined;
  /** For the new release, newest first. */
  readonly versions: readonly string[];
}
