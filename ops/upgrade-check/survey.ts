import type { Json } from "../drift/json.ts";
import type { Minor } from "./version.ts";

/** An object, and the API version in which it is written. */
export interface Used {
  readonly apiVersion: string;
  readonly kind: string;
  /** `shop/web`, or a name alone. */
  readonly name: string;
  /** Who writes it so: `the program`, `the chart vault`, `kubectl`. */
  readonly by: string;
}

/** A Helm release that the cluster holds. */
export interface Chart {
  /** `vault/vault`. */
  readonly release: string;
  readonly name: string;
  readonly version: string;
  readonly appVersion: string | undefined;
  /** Range of Kubernetes versions that the chart takes, as its author wrote it. */
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
}

/** An admission webhook. */
export interface Webhook {
  /** `ValidatingWebhookConfiguration vault/check.vault.io`. */
  readonly name: string;
  readonly isRequired: boolean;
  /** `vault/vault-webhook`; undefined where it is an address outside. */
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
  /** Kinds that the program and its charts apply, and those that others have written. */
  readonly used: readonly Used[];
  readonly calls: readonly DeprecatedCalls[];
  readonly charts: readonly Chart[];
  readonly nodes: readonly Node[];
  readonly nodeClasses: readonly NodeClass[];
  /** As the API server gives them. */
  readonly pods: readonly Json[];
  readonly budgets: readonly Json[];
  readonly webhooks: readonly Webhook[];
  /** Services with an endpoint that is ready, `vault/vault-webhook`. */
  readonly answering: ReadonlySet<string>;
  /** Version of the Gateway API's definitions, `v1.6.3`. */
  readonly gatewayApi: string | undefined;
  /** Images of kubectl that the program runs, `registry.k8s.io/kubectl:v1.36.1`. */
  readonly kubectlImages: readonly string[];
  /** Of the kubectl on this machine. */
  readonly kubectl: Minor | undefined;
  /** What EKS says of its add-ons. */
  readonly addons: readonly EksAddon[];
  /** Checks that could not run, and why. */
  readonly skipped: readonly string[];
}

/** An add-on of EKS, and its versions that AWS has published for the release that the cluster shall get. */
export interface EksAddon {
  readonly name: string;
  readonly version: string;
  /** The newest first. */
  readonly versions: readonly string[];
}
