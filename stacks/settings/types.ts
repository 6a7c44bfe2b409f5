import type { AlarmsOptions } from "../../components/alarms/options.ts";
import type { HoursOptions } from "../../components/cluster/office-hours/options.ts";
import type { EksOptions } from "../../components/cluster/eks/options.ts";
import type { GatewayApiSource } from "../../components/cluster/addons/crds.ts";
import type { NodePoolOptions } from "../../components/cluster/karpenter/options.ts";
import type { NetworkOptions, VpcOptions } from "../../components/network/options.ts";
import type { DataPolicy, Redundancy, Size } from "../../components/platform.ts";

/** The cluster that an environment runs on: one of its own on EKS, or any that a kubeconfig reaches. */
export type ClusterSettings =
  | EksOptions
  | {
      readonly kind: "existing";
      /** Path of a kubeconfig, relative to the project. Its content never enters the state. */
      readonly kubeconfig: string;
      /** @default the kubeconfig's current context */
      readonly context?: string | undefined;
      /** Name that stays the same as long as it is the same cluster; a change of it replaces every object. */
      readonly identifier: string;
    };

/** A group of like nodes. */
export interface NodeGroup {
  /** EC2 instance type, `m7i.xlarge`. */
  readonly instanceType: string;
  readonly perZone: number;
}

/** Where charts come from: their own repositories, or a folder with one folder a chart. */
export type ChartSettings =
  | { readonly kind: "repository" }
  | {
      readonly kind: "folder";
      /** Relative to the project. */
      readonly path: string;
    };

/** Sizes and strategies that a profile decides, each of which `Pulumi.<stack>.yaml` may replace as a whole. */
export interface Settings {
  readonly region: string;
  /** AWS account, twelve digits: no other is touched. @default the one that the credentials are of */
  readonly account?: string | undefined;
  /** ARN of the boundary of every IAM role, as bootstrap/ prints it. @default none, for an administrator's own runs */
  readonly permissionsBoundary?: string | undefined;
  /** Availability zones, `ap-northeast-2a`. */
  readonly zones: readonly string[];
  /** Public domain; a system is served under `<host>.<domain>`. */
  readonly domain: string;
  /** IANA time zone of the containers. @default UTC */
  readonly timeZone: string;
  readonly size: Size;
  readonly redundancy: Redundancy;
  readonly data: DataPolicy;
  readonly stores: "cluster" | "managed";
  /** A VPC of the environment's own, or none. */
  readonly network: NetworkOptions;
  /** Who is told of alarms. @default nobody */
  readonly alarms: AlarmsOptions;
  readonly cluster: ClusterSettings;
  readonly nodes: readonly NodeGroup[];
  /** When an EKS cluster has nodes, in the time zone of the environment. @default always */
  readonly hours: HoursOptions;
  /** Nodes that Karpenter may make on EKS, by the pool's name. @default none, where the cluster is somebody else's */
  readonly nodePools: Readonly<Record<string, NodePoolOptions>>;
  /** Client-side rate limits of the Kubernetes provider, requests a second. @default 100, in bursts of 200 */
  readonly kubeClient: { readonly qps: number; readonly burst: number };
  /** Names of the systems that run here, keys of apps/index.ts. */
  readonly systems: readonly string[];
  /** Registry of images that name none. */
  readonly registry: string;
  /** Image tag by system and service; one tag for all services of a system, or of all systems, where it is text. */
  readonly versions: VersionSettings;
  /**
   * Where the values of a service's `secrets` come from: made up by @pulumi/random, or set as secret configuration
   * in the system's own namespace, `pulumi config set --secret zipbob:llm-api-key`.
   * @default generated
   */
  readonly secrets: { readonly kind: "generated" } | { readonly kind: "config" };
  /**
   * Whether names of `network.zones.privateZone` lead to a load balancer of their own, which only private networks reach: systems' `internal`
   * routes. On EKS alone; 16.43 US dollars a month in Seoul, and half a dollar for the zone. @default false
   */
  readonly internalGateway: boolean;
  /** Name of the GatewayClass that serves the public gateway. @default hanok, the sandbox's */
  readonly gatewayClass: string;
  /** Where the Gateway API's definitions come from on EKS. @default release */
  readonly gatewayApi: GatewayApiSource;
  /** @default repository */
  readonly charts: ChartSettings;
}

export type VersionSettings =
  string | Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Image tag by system and service, every one of them. */
export type Versions = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type ProfileName = "local" | "dev" | "prod";

/** What a profile decides of a network; its addresses are a fact of one environment. */
export type NetworkProfile =
  { readonly kind: "none" } | (Pick<VpcOptions, "kind"> & Partial<VpcOptions>);

/** What a profile decides of a cluster; who reaches it is a fact of one environment. */
export type ClusterProfile =
  | Extract<ClusterSettings, { readonly kind: "existing" }>
  | (Pick<EksOptions, "kind"> & Partial<EksOptions>);

/** What a profile decides; the facts of one environment are left to its YAML. */
export type Profile = Readonly<Partial<Omit<Settings, "network" | "cluster">>> & {
  readonly network?: NetworkProfile;
  readonly cluster?: ClusterProfile;
};

/** All settings of one environment, after defaults, profile and `Pulumi.<stack>.yaml` were merged and checked. */
export interface Environment extends Omit<Settings, "versions"> {
  /** Name of the Pulumi stack. */
  readonly stack: string;
  readonly profile: ProfileName;
  /** Image tag by system and service: each release changes them. */
  readonly versions: Versions;
}
