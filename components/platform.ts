import type * as pulumi from "@pulumi/pulumi";

/**
 * The interfaces that an application may use, and by which components know each other.
 * An application cannot tell an owned cluster from a borrowed one, nor a managed store from a StatefulSet.
 */

/** CPU architecture of a node or an image, in Kubernetes' words (`kubernetes.io/arch`). */
export type Architecture = "amd64" | "arm64";

/** A Kubernetes resource quantity: `"500m"`, `"1Gi"`. */
export type Quantity = string;

/** How large an environment is: one and the same service gets its development or production value. */
export type Size = "small" | "large";

/** `zonal` survives the loss of a zone: two pods or more of what can be doubled. `none` is the cheap one. */
export type Redundancy = "none" | "zonal";

/** What becomes of data at destroy: `keep` protects it, `discard` lets it go. */
export type DataPolicy = "keep" | "discard";

/** Something that holds state, by its engine. `vault` is the platform's own Vault, not a server of the system. */
export type StoreSpec =
  | {
      readonly engine: "mariadb" | "mysql" | "vector";
      readonly storage: Quantity;
      readonly databases?: Databases;
    }
  | { readonly engine: "mongodb"; readonly storage: Quantity; readonly databases?: Databases }
  | { readonly engine: "rabbitmq"; readonly storage: Quantity }
  | { readonly engine: "valkey"; readonly memory: Quantity; readonly persistence: Persistence }
  | { readonly engine: "vault" };

export type StoreEngine = StoreSpec["engine"];

/** Database by service. @default the service's name with `-` as `_` */
export type Databases = Readonly<Record<string, string>>;

/** `cache` loses everything with its pod and is back quickly; `persistent` keeps an append-only file on a claim. */
export type Persistence =
  { readonly kind: "cache" } | { readonly kind: "persistent"; readonly storage: Quantity };

/** What a connection consists of. `database` is the virtual host of RabbitMQ. */
export type ConnectionField = "host" | "port" | "database" | "username" | "password" | "token";

/** A value that is known when the program runs, or a key of a Secret in the system's namespace. */
export type BoundValue =
  | { readonly value: string }
  | { readonly secret: string; readonly key: string; readonly optional?: boolean };

/** Who may be reached, or who may come in, in the words of a NetworkPolicy peer. */
export interface Peer {
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly ipBlock?: { readonly cidr: string; readonly except?: string[] };
}

/** How the bytes travel. With `tls`, `ca` names the ConfigMap key that holds the certificate authorities. */
export type Transport =
  | { readonly tls: false }
  | { readonly tls: true; readonly ca: { readonly configMap: string; readonly key: string } };

/** One service's own access to one store: a user of its own, and the way there. */
export interface Binding {
  /** The store's name in the system. */
  readonly store: string;
  readonly engine: StoreEngine;
  readonly connection: Readonly<Partial<Record<ConnectionField, BoundValue>>>;
  readonly transport: Transport;
  /** Where the NetworkPolicy lets the service go: the store's pods, or the subnets of a managed store. */
  readonly egress: { readonly peers: readonly Peer[]; readonly port: number };
  /** Name of the replica set, for MongoDB. */
  readonly replicaSet?: string;
}

/** A gateway, as the routes of one system see it. */
export interface SystemGateway {
  readonly name: string;
  readonly namespace: string;
  /** Host name of the system's routes. */
  readonly hostname: string;
  /** Where the gateway's requests come from. */
  readonly peers: readonly Peer[];
}

/** What the platform offers to every service of a system, as plain data. */
export interface ServicePlatform {
  /** Kubernetes namespace of the system. */
  readonly namespace: string;
  /** Name of the system, `app.kubernetes.io/part-of`. */
  readonly system: string;
  readonly size: Size;
  readonly redundancy: Redundancy;
  /** Availability zones that nodes stand in; the members of a store stand in different ones. */
  readonly zones: readonly string[];
  /** IANA time zone, `Asia/Seoul`. */
  readonly timeZone: string;
  /** Prefix of images that name no registry host. */
  readonly registry: string;
  /** Image tag by service. */
  readonly versions: Readonly<Record<string, string>>;
  readonly gateway: SystemGateway;
  /** For names that only the network knows. @default none: nothing serves a system's internal routes */
  readonly internalGateway?: SystemGateway;
  /** Who scrapes metrics. */
  readonly monitoring: { readonly peers: readonly Peer[] };
  /** The cluster's name server, port 53 UDP and TCP. */
  readonly dns: { readonly peers: readonly Peer[] };
}

/**
 * `public` has a route to the internet gateway, for load balancers and NAT; `private` reaches the internet by the NAT, for nodes
 * and pods; `data` has no route to the internet, for managed stores.
 */
export type SubnetTier = "public" | "private" | "data";

/** A subnet of the environment's VPC. */
export interface Subnet {
  readonly id: pulumi.Output<string>;
  /** Availability zone, `ap-northeast-2a`. */
  readonly zone: string;
  /** Known before it is made. */
  readonly cidr: string;
  readonly routeTableId: pulumi.Output<string>;
}

/**
 * The VPC of an environment, as a cluster and managed stores see it. What needs the internet when it starts, like a node, depends on the
 * component as a whole: its subnets are there before its NAT is.
 */
export interface PlatformNetwork {
  readonly vpcId: pulumi.Output<string>;
  /** Addresses of the VPC. */
  readonly cidr: string;
  /** Addresses for Kubernetes' Services; they overlap no network that is known. */
  readonly serviceCidr: string;
  /** One a zone, in the order of the zones. */
  readonly subnets: Readonly<Record<SubnetTier, readonly Subnet[]>>;
  /** Public addresses that requests from private subnets come from, for the allow lists of others. */
  readonly natAddresses: readonly pulumi.Output<string>[];
  readonly domain: PlatformDomain;
}

/** Where the names of an environment stand, and what proves them. */
export interface PlatformDomain {
  /** Hosted zone that holds the environment's domain: its records go here, by their whole names. */
  readonly publicZoneId: pulumi.Output<string>;
  /** Zone of names that only the VPC knows; nothing where the settings name none. */
  readonly privateZoneId: pulumi.Output<string> | undefined;
  /** Its domain. */
  readonly privateZone: string | undefined;
  /** Name servers of the public zone, where the domain above has to lead to. */
  readonly nameServers: pulumi.Output<string[]>;
  /** Whether it does. Until then no name resolves, and there is no certificate. */
  readonly delegated: boolean;
  /**
   * Issued certificate of the domain and everything one label below it, in the stack's region: for the gateway's HTTPS
   * listener. Nothing until the zone is delegated.
   */
  readonly certificateArn: pulumi.Output<string> | undefined;
  /** Of the private zone's domain, in the same way; nothing where nobody asks for it. */
  readonly privateCertificateArn: pulumi.Output<string> | undefined;
  /** That of the domain in us-east-1; nothing where nobody asks for it. */
  readonly cloudFrontCertificateArn: pulumi.Output<string> | undefined;
}
