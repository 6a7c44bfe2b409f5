import type { Json } from "../drift/json.ts";
import type { Minor } from "./version.ts";

/** An object, and the version of its kind by which somebody writes it. */
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

/** Calls of a version of a kind that goes, which the API server has counted since its start. */
export interface DeprecatedCalls {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** Release that serves it no longer. */
  readonly removed: Minor | undefined;
}

export interface Node {
  readonly name: string;
  readonly kubelet: Minor;
}

/** A webhook that the API server asks before it takes an object. */
export interface Webhook {
  /** `ValidatingWebhookConfiguration vault/check.vault.io`. */
  readonly name: string;
  readonly isRequired: boolean;
  /** `vault/vault-webhook`; undefined where it is an address outside. */
  readonly service: string | undefined;
}

/** Which image Karpenter gives to nodes. */
export interface NodeClass {
  readonly name: string;
  /** `amiSelectorTerms`. */
  readonly terms: readonly Json[];
}

/** Everything that the checks look at. Reading it changes nothing. */
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
  /** What could not be looked at, and why. */
  readonly skipped: readonly string[];
}

/** An add-on of EKS, and its versions that AWS has published for the release that the cluster shall get. */
export interface EksAddon {
  readonly name: string;
  readonly version: string;
  /** The newest first. */
  readonly versions: readonly string[];
}
