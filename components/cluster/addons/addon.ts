import type * as pulumi from "@pulumi/pulumi";
import { cachedImage } from "../../images/reference.ts";
import type {
  DataPolicy,
  ImageCaches,
  Observability,
  Quantity,
  Redundancy,
  Size,
  VaultUser,
} from "../../platform.ts";
import type { AwsContext, OwnedResource } from "../control-plane.ts";
import type { Statement } from "../../iam/policy-document.ts";
import { onSystemNodes } from "../system-nodes.ts";
import type { AddonName } from "./chart.ts";
import type { AddonNetwork } from "./network.ts";

/**
 * Pod Security Standard of a namespace (https://kubernetes.io/docs/concepts/security/pod-security-standards/). A level below `restricted`
 * has a reason.
 */
export type PodSecurity =
  "restricted" | { readonly level: "baseline" | "privileged"; readonly because: string };

/** Information about the environment that an add-on can use. */
export interface AddonContext {
  readonly size: Size;
  readonly redundancy: Redundancy;
  readonly observability: Observability;
  /** Availability zones of the nodes, at least one. */
  readonly zones: readonly string[];
  readonly data: DataPolicy;
  /** Services that read Vault. @default none */
  readonly vaultUsers?: readonly VaultUser[];
  /** IANA time zone of CronJobs. @default UTC */
  readonly timeZone?: string;
  /** Absent for an existing cluster. */
  readonly aws?: AwsContext;
  /** @default none: each image comes from its own registry */
  readonly imageCaches?: ImageCaches;
  /** How people sign in to pages. @default each page has an administrator of its own, with a generated password */
  readonly signIn?: SignIn | undefined;
}

/** Sign-in by OIDC, with PKCE and without a client secret. */
export interface SignIn {
  /** URL of the identity provider. */
  readonly issuer: string;
  readonly clientId: string;
  readonly adminGroups: readonly string[];
  readonly viewerGroups: readonly string[];
  /** Private domain of the pages. */
  readonly domain: string;
}

/** A Helm value. Outputs are excluded, so that no secret of the program can be among the values, and so is null, which has no effect. */
export type HelmValue = string | number | boolean | readonly HelmValue[] | HelmValues;

/** The values of a release. */
export interface HelmValues {
  readonly [key: string]: HelmValue;
}

/** Pods of the chart, as the scheduler and the price see them. Their label `app.kubernetes.io/name` is the workload's name. */
interface Pods {
  readonly name: string;
  /** Request of one pod. */
  readonly cpu: Quantity;
  /** Request and limit of one pod. */
  readonly memory: Quantity;
  /** Seconds from the start of a pod until it is ready. */
  readonly startupSeconds: number;
  /** Name of the PriorityClass. @default none */
  readonly priority?: string;
  /** Ports of the Service of the same name, by port name. @default no Service */
  readonly ports?: Readonly<Record<string, number>>;
  /** Set if an operator of the add-on makes the workload, and not the chart. @default the chart makes it */
  readonly madeBy?: "operator";
}

/** A number of pods that run without end. */
interface Replicated extends Pods {
  readonly replicas: number;
  /** `zone`: pods must run in different zones. `node`: on different nodes, and in different zones if possible. */
  readonly spread: "zone" | "node" | "none";
  /** Whether a PodDisruptionBudget allows the eviction of one pod at a time. */
  readonly budget: boolean;
  /** Whether the budget of the chart holds a pod that is not ready. @default it may always be evicted */
  readonly evicts?: "IfHealthyBudget";
}

/**
 * A workload of the chart, as the scheduler and the price see it. A stand-in chart renders it from the value `standIn.footprint`, and
 * the price reads it from an annotation of the namespace.
 */
export type Footprint =
  | (Replicated & { readonly kind: "Deployment" })
  | (Replicated & {
      readonly kind: "StatefulSet";
      /** Claims of each pod, by volume name. @default none */
      readonly storage?: Readonly<Record<string, Quantity>>;
      /** `OnDelete`: an upgrade replaces no pod. @default RollingUpdate */
      readonly strategy?: "OnDelete";
      /** Headless Service of the chart, which has pods that are not ready, too. @default none */
      readonly members?: string;
    })
  /** One pod on every node, whatever the node's taints are. */
  | (Pods & { readonly kind: "DaemonSet" })
  /** One pod that ends. */
  | (Pods & { readonly kind: "Job" });

/** Whether `up` waits until the add-on is ready, and rolls back a failed release. */
export type Readiness =
  { readonly kind: "awaited" } | { readonly kind: "later"; readonly because: string };

/** Permissions of one service account in the AWS account. */
export interface AddonIdentity {
  readonly serviceAccount: string;
  /** @default the add-on's namespace */
  readonly namespace?: string;
  /** @default only what `uses` needs */
  readonly statements?: (aws: AwsContext) => readonly Statement[];
  /** Keys of `owned`. @default none */
  readonly uses?: readonly string[];
  /** Whether it creates EC2 volumes. @default false */
  readonly encryptsVolumes?: boolean;
}

/** A value that is made at random once, of 32 letters and digits. */
export const generated = Symbol("generated");

/** Keys of a Secret. A value that is not secret, such as a user's name, is given here. */
export type SecretKeys = Readonly<Record<string, string | typeof generated>>;

/** Any object of the Kubernetes API, without a secret. `pulumi.com/waitFor` among its annotations holds for real charts alone. */
export interface AddonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    /** Absent for kinds of the whole cluster. */
    readonly namespace?: string | undefined;
    readonly labels?: Readonly<Record<string, string | undefined>>;
    readonly annotations?: Readonly<Record<string, string | undefined>>;
  };
  readonly [field: string]: unknown;
}

/** Parent and dependencies of the add-ons. */
export interface InstallOptions extends pulumi.CustomResourceOptions {
  readonly dependsOn: pulumi.Resource[];
}

/** One Helm chart of the platform, as data. install.ts handles what all charts have in common. */
export interface Addon {
  /** Name of the release, and its key in the table and in charts.json. */
  readonly name: AddonName;
  /** Its own namespace, which is created and deleted with the add-on. */
  readonly namespace: string;
  readonly podSecurity: PodSecurity;
  /** Further namespaces by name, created and deleted with the add-on. @default none */
  readonly namespaces?: Readonly<Record<string, PodSecurity>>;
  /** Service accounts with permissions in the AWS account. @default none */
  readonly identities?: readonly AddonIdentity[];
  /**
   * AWS resources that are created before the release, on a managed cluster. The ConfigMap `aws` of the namespace holds their names by
   * these keys: a Helm value cannot be an output. @default none
   */
  readonly owned?: (context: AddonContext) => Readonly<Record<string, OwnedResource>>;
  /** Secrets by name, with their keys, which exist before the release. They are never Helm values. @default none */
  readonly secrets?: (context: AddonContext) => Readonly<Record<string, SecretKeys>>;
  /** Traffic of its pods; everything else is denied. @default the chart has policies of its own, or its pods are open */
  readonly network?: (context: AddonContext) => AddonNetwork;
  /** `system`: on the node group of a managed cluster that exists before Karpenter's nodes. `workers`: on other nodes. */
  readonly runsOn: "system" | "workers";
  /** Add-ons that must be installed and ready first. */
  readonly requires: readonly AddonName[];
  readonly readiness: Readiness;
  /** Image repositories that the chart uses with these values, with their registry. The values set each of them. */
  readonly images: readonly string[];
  /** Timeout of the release. */
  readonly timeoutSeconds: number;
  /** Values of the chart; other values keep the chart's defaults. */
  readonly values: (context: AddonContext) => HelmValues;
  /** Workloads of the chart with these values. */
  readonly footprint: (context: AddonContext) => readonly Footprint[];
  /** Objects that are created when the release is ready, in this order, and deleted before it. @default none */
  readonly objects?: (context: AddonContext) => readonly AddonObject[];
}

/** Whether Prometheus scrapes the add-ons: the CRDs of the Prometheus operator are there before every other chart. */
export const isMonitored = ({ observability }: Pick<AddonContext, "observability">): boolean =>
  observability !== "none";

/** Values that put pods on the system nodes, under the names that most charts use. An existing cluster has no system nodes. */
export const systemPlacement = ({ aws }: AddonContext): HelmValues =>
  aws === undefined ? {} : onSystemNodes;

/** The repository of a chart's image. The chart sets tag and digest. */
export function imageOf(repository: string, { imageCaches }: AddonContext): HelmValues {
  return { repository: cachedImage(repository, imageCaches) };
}
