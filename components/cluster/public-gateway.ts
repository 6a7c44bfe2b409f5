import type * as pulumi from "@pulumi/pulumi";
import type { Peer } from "../platform.ts";

/** The public way in, as routes and network policies name it. */
export interface PublicGateway {
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
