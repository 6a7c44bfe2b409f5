import { cachedImage } from "../../images/reference.ts";
import type { DataPolicy, ImageCaches, Quantity, Redundancy, Size } from "../../platform.ts";
import type { AwsContext } from "../control-plane.ts";
import type { Statement } from "../../iam/policy-document.ts";
import { onSystemNodes } from "../system-nodes.ts";
import type { AddonName } from "./chart.ts";

/** Pod Security Standard of a namespace (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
export type PodSecurityLevel = "restricted" | "baseline" | "privileged";

/** Information about the environment that an add-on can use. */
export interface AddonContext {
  readonly size: Size;
  readonly redundancy: Redundancy;
  /** Availability zones of the nodes, at least one. */
  readonly zones: readonly string[];
  readonly data: DataPolicy;
  /** Absent for an existing cluster. */
  readonly aws?: AwsContext;
  /** @default none: each image comes from its own registry */
  readonly imageCaches?: ImageCaches;
}

/** A Helm value. Outputs are excluded, so that no secret of the program can be among the values. */
export type HelmValue = string | number | boolean | null | readonly HelmValue[] | HelmValues;

/** The values of a release. */
export interface HelmValues {
  readonly [key: string]: HelmValue;
}

/**
 * A workload of the chart, as the scheduler and the price see it. A stand-in chart renders it from the value
 * `standIn.footprint`. Its pods have the label `app.kubernetes.io/name: <name>`.
 */
export interface Footprint {
  readonly kind: "Deployment" | "StatefulSet";
  readonly name: string;
  readonly replicas: number;
  /** Request of one pod. */
  readonly cpu: Quantity;
  /** Request and limit of one pod. */
  readonly memory: Quantity;
  /** Seconds from the start of a pod until it is ready. */
  readonly startupSeconds: number;
  /** `zone`: pods must run in different zones. `node`: on different nodes, and in different zones if possible. */
  readonly spread: "zone" | "node" | "none";
  /** Whether a PodDisruptionBudget allows the eviction of one pod at a time. */
  readonly budget: boolean;
  /** Ports of the Service of the same name, by port name. @default no Service */
  readonly ports?: Readonly<Record<string, number>>;
  /** Claims of each pod, by volume name. @default none */
  readonly storage?: Readonly<Record<string, Quantity>>;
}

/** Whether `up` waits until the add-on is ready, and rolls back a failed release. */
export type Readiness =
  { readonly kind: "awaited" } | { readonly kind: "later"; readonly because: string };

/** One Helm chart of the platform, as data. install.ts handles what all charts have in common. */
export interface Addon {
  /** Name of the release, and its key in the table and in charts.json. */
  readonly name: AddonName;
  /** Its own namespace, which is created and deleted with the add-on. */
  readonly namespace: string;
  readonly podSecurity: PodSecurityLevel;
  /** Permissions of its service account in the AWS account. @default none */
  readonly identity?: {
    readonly serviceAccount: string;
    readonly statements: (aws: AwsContext) => readonly Statement[];
    /** Whether it creates EC2 volumes. @default false */
    readonly encryptsVolumes?: boolean;
  };
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
}

/** Values that put pods on the system nodes, under the names that most charts use. An existing cluster has no system nodes. */
export const systemPlacement = ({ aws }: AddonContext): HelmValues =>
  aws === undefined ? {} : onSystemNodes;

/** The repository of a chart's image. The chart sets tag and digest. */
export function imageOf(repository: string, { imageCaches }: AddonContext): HelmValues {
  return { repository: cachedImage(repository, imageCaches) };
}
