import type { DataPolicy, Redundancy, Size } from "../components/platform.ts";

/** The cluster that an environment runs on: one of its own on EKS, or any that a kubeconfig reaches. */
export type ClusterSettings =
  | { readonly kind: "eks" }
  | {
      readonly kind: "existing";
      /** Path of a kubeconfig, relative to the project. Its content never enters the state. */
      readonly kubeconfig: string;
      /** @default the kubeconfig's current context */
      readonly context?: string;
      /** Name that stays the same as long as it is the same cluster; a change of it replaces every object. */
      readonly identifier: string;
    };

/** A group of like nodes. */
export interface NodeGroup {
  /** EC2 instance type, `m7i.xlarge`. */
  readonly instanceType: string;
  readonly perZone: number;
}

/** All settings of one environment, after defaults, profile and `Pulumi.<stack>.yaml` were merged and checked. */
export interface Environment {
  /** Name of the Pulumi stack. */
  readonly stack: string;
  readonly profile: "local" | "dev" | "prod";
  readonly region: string;
  /** Availability zones, `ap-northeast-2a`. */
  readonly zones: readonly string[];
  /** Public domain; a system is served under `<host>.<domain>`. */
  readonly domain: string;
  /** IANA time zone of the containers. */
  readonly timeZone: string;
  readonly size: Size;
  readonly redundancy: Redundancy;
  readonly data: DataPolicy;
  readonly stores: "cluster" | "managed";
  readonly cluster: ClusterSettings;
  readonly nodes: readonly NodeGroup[];
  /** Client-side rate limits of the Kubernetes provider. */
  readonly kubeClient: { readonly qps: number; readonly burst: number };
  /** Names of the systems that run here, keys of apps/index.ts. */
  readonly systems: readonly string[];
  /** Registry of images that name none. */
  readonly registry: string;
  /** Image tag by system and service: each release changes them. */
  readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where the values of a service's `secrets` come from: made up by @pulumi/random, or set as secret configuration. */
  readonly secrets: { readonly kind: "generated" } | { readonly kind: "config" };
}
