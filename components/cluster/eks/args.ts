import type * as pulumi from "@pulumi/pulumi";
import type { DataPolicy, PlatformNetwork, Redundancy } from "../../platform.ts";
import type { AwsContext } from "../control-plane.ts";
import type { KubeClient } from "../existing.ts";
import type { EksOptions } from "./options.ts";

export interface EksArgs extends AwsContext {
  readonly settings: EksOptions;
  /** Nodes depend on the whole of it: without its NAT they would find no image. */
  readonly network: PlatformNetwork & pulumi.Resource;
  /** Networks beyond the VPC whose people and machines use the private endpoint, by addresses of their own. @default none */
  readonly joined?: readonly string[];
  /** Of AWS. */
  readonly provider: pulumi.ProviderResource;
  readonly data: DataPolicy;
  readonly redundancy: Redundancy;
  readonly kubeClient: KubeClient;
  /** Repositories for the images of the environment's systems. @default none */
  readonly repositories?: readonly string[];
  /** Tags of what groups, controllers and add-ons make, which a provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The parent, and the provider of AWS. */
export interface AwsOptions {
  readonly parent?: pulumi.Resource;
  readonly provider: pulumi.ProviderResource;
}

/** The same, and what must be there before. */
export interface AfterOptions extends AwsOptions {
  readonly dependsOn: readonly pulumi.Resource[];
}
