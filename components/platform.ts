import type * as pulumi from "@pulumi/pulumi";

/**
 * Interfaces for applications, and between components.
 * An application cannot tell a managed cluster from an existing one, nor a managed store from a StatefulSet.
 */

/** CPU architecture of a node or an image, as in the label `kubernetes.io/arch`. */
export type Architecture = "amd64" | "arm64";

/** A Kubernetes resource quantity: `"500m"`, `"1Gi"`. */
export type Quantity = string;

/** Size of an environment. It selects between a service's development and production values. */
export type Size = "small" | "large";

/** Profiles of environments. Each stack has one (`hanok:profile`). */
export const profileNames = ["local", "dev", "prod"] as const;
export type ProfileName = (typeof profileNames)[number];

/** `zonal` survives the loss of a zone: whatever can be replicated runs at least two pods. `none` is cheaper. */
export type Redundancy = "none" | "zonal";

/** What happens to data on destroy: `keep` protects it, `discard` deletes it. */
export type DataPolicy = "keep" | "discard";

/** What people see of the environment: nothing, metrics with dashboards and alerts, or logs and traces as well. */
export type Observability = "none" | "metrics" | "full";

/**
 * A stateful service, by its engine. `vector` is `postgresql` with pgvector. `vault` is the platform's own Vault, not a
 * server of the system. `S` are the names of the system's services.
 */
export type StoreSpec<S extends string = string> =
  | {
      readonly engine: "mariadb" | "mysql" | "postgresql" | "vector" | "mongodb";
      readonly storage: Quantity;
      readonly databases?: Databases<S>;
    }
  | { readonly engine: "rabbitmq"; readonly storage: Quantity }
  | {
      readonly engine: "valkey";
      readonly memory: Quantity;
      readonly persistence: Persistence;
      /**
       * Clients that know no password may do what a service may do. The NetworkPolicy alone keeps others out, so say
       * why. @default each service has a user and a password
       */
      readonly auth?: { readonly none: true; readonly because: string };
    }
  | { readonly engine: "vault" };

export type StoreEngine = StoreSpec["engine"];

/** Database by service. @default the service's name with `_` for `-` */
export type Databases<S extends string = string> = Readonly<Partial<Record<S, Database<S>>>>;

/**
 * A name makes the service the owner, which creates the schema. `{ of: "web" }` shares the database of `web`: the service
 * reads and writes rows, or reads them only.
 */
export type Database<S extends string = string> =
  string | { readonly of: S; readonly readOnly?: true };

/** `cache` loses its data with its pod and recovers quickly. `persistent` keeps an append-only file on a claim. */
export type Persistence =
  { readonly kind: "cache" } | { readonly kind: "persistent"; readonly storage: Quantity };

/**
 * Fields of a connection. For RabbitMQ, `database` is the virtual host. `reader` is the host of the readers,
 * which may lag behind. `bucket` and `region` are of S3.
 */
export const connectionFields = [
  "host",
  "port",
  "reader",
  "database",
  "username",
  "password",
  "token",
  "bucket",
  "region",
] as const;
export type ConnectionField = (typeof connectionFields)[number];

/** A value known when the program runs, or a key of a Secret in the system's namespace. */
export type BoundValue =
  | { readonly value: string }
  | { readonly secret: string; readonly key: string; readonly optional?: boolean };

/** Source or destination of traffic, in the form of a NetworkPolicy peer. */
export interface Peer {
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly ipBlock?: { readonly cidr: string; readonly except?: string[] };
}

/**
 * Encryption in transit. With `tls`, `ca` names the ConfigMap key that holds the certificate authorities,
 * or is `system` where public authorities, which each image has, signed the certificate.
 */
export type Transport =
  | { readonly tls: false }
  | {
      readonly tls: true;
      readonly ca: "system" | { readonly configMap: string; readonly key: string };
    };

/** One service's access to one store: its own user, the connection and the network path. */
export interface Binding {
  /** The store's name in the system. */
  readonly store: string;
  readonly engine: StoreEngine;
  readonly connection: Readonly<Partial<Record<ConnectionField, BoundValue>>>;
  readonly transport: Transport;
  /** Destinations that the NetworkPolicy allows: the store's pods, or the subnets of a managed store. */
  readonly egress: { readonly peers: readonly Peer[]; readonly port: number };
  /** Name of the replica set, for MongoDB. */
  readonly replicaSet?: string;
  /** Set for Vault: a proxy in the service's pod, at which the connection ends. */
  readonly proxy?: VaultProxy;
}

/** A proxy that logs in to Vault by the pod's service account. */
export interface VaultProxy {
  /** URL of Vault, with TLS. */
  readonly address: string;
  /** ClusterIssuer whose authority signed Vault's certificate. */
  readonly issuer: string;
  readonly role: string;
  /** Audience of the service account's token. */
  readonly audience: string;
  /** Port on the loopback. */
  readonly port: number;
}

/** A service that reads Vault. Its system has a key-value store of its own, mounted under the system's name. */
export interface VaultUser {
  readonly system: string;
  readonly service: string;
  /** Whether it reads for others, as a config server does. */
  readonly readsForOthers: boolean;
}

/**
 * Where copies of a registry's images are, by the registry:
 * `{"docker.io": "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/hanok-dev/docker"}`.
 */
export type ImageCaches = Readonly<Record<string, string>>;

/** A gateway, as the routes of one system see it. */
export interface SystemGateway {
  readonly name: string;
  readonly namespace: string;
  /** Domain of the host names of its routes. */
  readonly domain: string;
  /** URL scheme of its routes: `http` until there is a certificate. */
  readonly scheme: "http" | "https";
  /** Sources of the gateway's requests. */
  readonly peers: readonly Peer[];
  /** Set where the AWS Load Balancer Controller makes an ALB of it: tags of its target groups. */
  readonly alb?: { readonly tags: Readonly<Record<string, string>> };
}

/** What the platform offers to every service of a system, as plain data. */
export interface ServicePlatform {
  /** Kubernetes namespace of the system. */
  readonly namespace: string;
  /** Name of the system, `app.kubernetes.io/part-of`. */
  readonly system: string;
  readonly size: Size;
  readonly redundancy: Redundancy;
  /** Availability zones of the nodes. The members of a store are spread over them. */
  readonly zones: readonly string[];
  /** IANA time zone, `Asia/Seoul`. */
  readonly timeZone: string;
  /** Prefix of images whose name has no registry host. */
  readonly registry: string;
  /** Name of the pull secret in the system's namespace, by registry host. @default none */
  readonly pullSecrets?: Readonly<Record<string, string>>;
  /** Image tag by service. */
  readonly versions: Readonly<Record<string, string>>;
  /** Caches that the images of stores come from. @default none: each image comes from its own registry */
  readonly imageCaches?: ImageCaches;
  readonly gateway: SystemGateway;
  /** Gateway for names that resolve inside the network only. @default none: internal routes are not served */
  readonly internalGateway?: SystemGateway;
  /** Set on EKS: where the pods' permissions in AWS apply. @default none: services have no permissions */
  readonly aws?: {
    readonly region: string;
    /** Interface endpoints of AWS's APIs in the VPC. */
    readonly endpoints: readonly Peer[];
  };
  /** Sources of metrics scrapes, and whether stores run exporters for them. @default no exporters */
  readonly monitoring: { readonly peers: readonly Peer[]; readonly exporters?: boolean };
  /** The collector of spans: its URL, its pods, and `<namespace>/<name>` of the Instrumentation. @default no traces */
  readonly telemetry?: {
    readonly endpoint: string;
    readonly peers: readonly Peer[];
    readonly instrumentation: string;
  };
  /** The cluster's name server, port 53 UDP and TCP. */
  readonly dns: { readonly peers: readonly Peer[] };
}

/**
 * `public` has a route to the internet gateway, for load balancers and NAT.
 * `private` reaches the internet through the NAT, for nodes and pods.
 * `data` has no route to the internet, for managed stores.
 */
export type SubnetTier = "public" | "private" | "data";

/** A subnet of the environment's VPC. */
export interface Subnet {
  readonly id: pulumi.Output<string>;
  /** Availability zone, `ap-northeast-2a`. */
  readonly zone: string;
  /** Known before the subnet is created. */
  readonly cidr: string;
  readonly routeTableId: pulumi.Output<string>;
}

/**
 * The VPC of an environment, as a cluster and managed stores see it.
 * A resource that needs the internet when it starts, such as a node, must depend on the whole component:
 * subnets exist before the NAT does.
 */
export interface PlatformNetwork {
  readonly vpcId: pulumi.Output<string>;
  /** CIDR block of the VPC. */
  readonly cidr: string;
  /** CIDR block for Kubernetes Services. It does not overlap any known network. */
  readonly serviceCidr: string;
  /** One per zone, in the order of the zones. */
  readonly subnets: Readonly<Record<SubnetTier, readonly Subnet[]>>;
  /** CIDR blocks of the interface endpoints of AWS's APIs; empty without any. */
  readonly endpoints: readonly string[];
  /** Public source addresses of requests from private subnets, for other parties' allow lists. */
  readonly natAddresses: readonly pulumi.Output<string>[];
  readonly domain: PlatformDomain;
}

/** DNS zones of an environment, and their certificates. */
export interface PlatformDomain {
  /** Hosted zone of the environment's domain. Records are added here by their full names. */
  readonly publicZoneId: pulumi.Output<string>;
  /** Private hosted zone. Undefined where the settings do not name one. */
  readonly privateZoneId: pulumi.Output<string> | undefined;
  /** Domain of the private zone. */
  readonly privateZone: string | undefined;
  /** Name servers of the public zone, to which the parent domain must delegate. */
  readonly nameServers: pulumi.Output<string[]>;
  /** Whether the parent domain delegates to them. Until then names do not resolve and certificates are not issued. */
  readonly delegated: boolean;
  /**
   * Issued certificate for the domain and its wildcard, in the stack's region, for the gateway's HTTPS listener.
   * Undefined until the zone is delegated.
   */
  readonly certificateArn: pulumi.Output<string> | undefined;
  /** Issued certificate for the private zone's domain and its wildcard. Undefined where it is not requested. */
  readonly privateCertificateArn: pulumi.Output<string> | undefined;
  /** Certificate of the domain in us-east-1. Undefined where it is not requested. */
  readonly cloudFrontCertificateArn: pulumi.Output<string> | undefined;
}
