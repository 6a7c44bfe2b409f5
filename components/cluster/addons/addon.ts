import { cachedImage } from "../../images/reference.ts";
import type { DataPolicy, ImageCaches, Quantity, Redundancy, Size } from "../../platform.ts";
import type { AwsContext } from "../control-plane.ts";
import type { Statement } from "../../iam/policy-document.ts";
import { onSystemNodes } from "../system-nodes.ts";
import type { AddonName } from "./chart.ts";

/** Pod Security Standard of a namespace (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
export type PodSecurityLevel = "restricted" | "baseline" | "privileged";

/** What an add-on may know of the environment that it runs in. */
export interface AddonContext {
  readonly size: Size;
  readonly redundancy: Redundancy;
  /** Availability zones that nodes stand in, at least one. */
  readonly zones: readonly string[];
  readonly data: DataPolicy;
  /** Absent for an existing cluster. */
  readonly aws?: AwsContext;
  /** @default none: each image comes from its own registry */
  readonly imageCaches?: ImageCaches;
}

/** A Helm value. An output is none, so no secret of the program can be among the values. */
export type HelmValue = string | number | boolean | null | readonly HelmValue[] | HelmValues;

/** The values of a release, by the names that its chart gives them. */
export interface HelmValues {
  readonly [key: string]: HelmValue;
}

/**
 * A workload that the chart runs, in the words that scheduler and price need. A stand-in chart renders it from
 * its value `standIn.footprint`. Its pods carry the label `app.kubernetes.io/name: <name>`.
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
  /** `zone`: the pods must stand in different zones. `node`: on different nodes, and in different zones as far as that goes. */
  readonly spread: "zone" | "node" | "none";
  /** Whether a PodDisruptionBudget lets one pod at a time be evicted. */
  readonly budget: boolean;
  /** Ports of the Service of the same name, by port name. @default no Service */
  readonly ports?: Readonly<Record<string, number>>;
  /** Claims of each pod, by volume name. @default none */
  readonly storage?: Readonly<Record<string, Quantity>>;
}

/** Whether `up` waits until the add-on is ready, and rolls back what does not become ready. */
export type Readiness =
  { readonly kind: "awaited" } | { readonly kind: "later"; readonly because: string };

/** One Helm chart of the platform, as data. What is alike in all of them is done once, by install.ts. */
export interface Addon {
  /** Name of the release, and its key in the table and in charts.json. */
  readonly name: AddonName;
  /** Namespace of its own: it is made and deleted with the add-on. */
  readonly namespace: string;
  readonly podSecurity: PodSecurityLevel;
  /** What its service account may do in the AWS account. @default nothing */
  readonly identity?: {
    readonly serviceAccount: string;
    readonly statements: (aws: AwsContext) => readonly Statement[];
    /** Whether its calls to EC2 make volumes. @default false */
    readonly encryptsVolumes?: boolean;
  };
  /**
   * `system`: on the node group that is there before Karpenter's nodes are, of a cluster of one's own. `workers`: on any other node.
   */
  readonly runsOn: "system" | "workers";
  /** What must be installed, and ready, before it. */
  readonly requires: readonly AddonName[];
  readonly readiness: Readiness;
  /** Repositories of the images that the chart runs with these values, each by its own registry's name. The values name each one. */
  readonly images: readonly string[];
  /** How long Helm may take for the release. */
  readonly timeoutSeconds: number;
  /** Values of the chart; what is not named keeps the chart's default. */
  readonly values: (context: AddonContext) => HelmValues;
  /** What the chart runs with these values. */
  readonly footprint: (context: AddonContext) => readonly Footprint[];
}

/** Values that put pods on the system nodes, by the names that most charts give them. An existing cluster has no system nodes. */
export const systemPlacement = ({ aws }: AddonContext): HelmValues =>
  aws === undefined ? {} : onSystemNodes;

/** The repository that an image of a chart is pulled from. Tag and digest are the chart's own. */
export function imageOf(repository: string, { imageCaches }: AddonContext): HelmValues {
  return { repository: cachedImage(repository, imageCaches) };
}
