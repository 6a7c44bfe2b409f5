import type * as pulumi from "@pulumi/pulumi";
import type { Peer } from "../platform.ts";

/** A way in, as routes and network policies name it. */
export interface Gateway {
  readonly name: string;
  readonly namespace: string;
  /** Where its requests come from: its proxies, in the cluster or outside. */
  readonly peers: readonly Peer[];
  /** Labels of a namespace whose routes it accepts. */
  readonly routeLabels: Readonly<Record<string, string>>;
  /** How a browser asks for what is behind it. */
  readonly scheme: "http" | "https";
  /** Routes depend on it. */
  readonly resource: pulumi.Resource;
}

/** The ways in of a cluster. */
export interface Gateways {
  readonly public: Gateway;
  /** For names that only the network knows; not there where the environment asks for none. */
  readonly internal?: Gateway;
}
