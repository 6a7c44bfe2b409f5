import type * as pulumi from "@pulumi/pulumi";
import type { DataPolicy, Redundancy, Size } from "../platform.ts";
import type { StoreOptions } from "./options.ts";
import type { Provisioning, ServerSpec, StoreUser } from "./spec.ts";

/** The form of an engine that is a service of AWS. */
export interface Managed {
  readonly port: number;
  /** Who signs its certificate: the authorities of Amazon RDS, or public ones. */
  readonly authorities: "rds" | "public";
  /** Whether it has an address of its readers. */
  readonly hasReader: boolean;
  /** Options that the engine understands beside `runs` and `redundancy`. */
  readonly options: readonly ("capacity" | "instanceClass" | "restoreFrom")[];
  /** Whether the program makes the administrator's password, where AWS does not. @default false */
  readonly makesPassword?: boolean;
  /** Instance class for the environment's size. */
  readonly instanceClass: (size: Size) => string;
  /** Ports that the provisioning Job connects to, and its variables. @default no Job: the resources have the users */
  readonly job?: Pick<Provisioning, "env" | "ports"> & {
    /** @default the engine's own image */
    readonly image?: string;
  };
  /** Loads AWS's classes, which only a stack with such a store needs. */
  readonly load: () => Promise<CreateManaged>;
}

/** A user of a managed store, with its password. */
export interface ManagedUser extends StoreUser {
  /** Secret. */
  readonly password: pulumi.Output<string>;
}

/** What an engine needs to create a store as a service of AWS. */
export interface ManagedArgs {
  /** Identifier in AWS, `hanok-prod-zipbob-mariadb`: a DNS label. */
  readonly identifier: string;
  readonly spec: ServerSpec;
  readonly managed: Managed;
  readonly options: StoreOptions;
  readonly instanceClass: string;
  readonly size: Size;
  readonly redundancy: Redundancy;
  readonly data: DataPolicy;
  readonly users: readonly ManagedUser[];
  /** The administrator's password, where the program makes it. Secret. */
  readonly rootPassword: pulumi.Output<string> | undefined;
  /** Availability zones of the data subnets, in the order of the environment. */
  readonly zones: readonly string[];
  readonly subnetIds: readonly pulumi.Output<string>[];
  /** Name of the subnet group of a service, made at its first use. */
  readonly subnetGroup: (service: "rds" | "docdb" | "elasticache") => pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the environment's key. */
  readonly keyArn: pulumi.Output<string>;
  /** ARN of the role of Enhanced Monitoring. */
  readonly monitoringRoleArn: () => pulumi.Output<string>;
  readonly tags: Readonly<Record<string, string>>;
  /** Tag of the stores that AWS Backup takes: databases alone. */
  readonly backupTag: Readonly<Record<string, string>>;
}

/** A store that exists in AWS. */
export interface ManagedServer {
  /** Host for reads and writes, without a port. */
  readonly host: pulumi.Output<string>;
  /** Host of the readers. */
  readonly reader?: pulumi.Output<string>;
  /** ARN of the secret that AWS makes for the administrator. Undefined where the program makes it, or there is none. */
  readonly masterSecretArn?: pulumi.Output<string>;
  /** What clients and the provisioning Job wait for. */
  readonly ready: readonly pulumi.Resource[];
}

/** Creates a store as a service of AWS. */
export type CreateManaged = (
  name: string,
  args: ManagedArgs,
  options: pulumi.CustomResourceOptions,
) => ManagedServer;
