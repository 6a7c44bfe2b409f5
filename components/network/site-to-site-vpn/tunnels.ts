import type { VpnConnectionArgs } from "@pulumi/aws/ec2/vpnConnection.js";
import type { VpnConnectionOptions } from "./options.ts";
import { type Suite, suites } from "./suites.ts";

/** Each of the two tunnels. */
export const tunnels = [1, 2] as const;

type Tunnel = (typeof tunnels)[number];

/** Names of one tunnel's arguments without `tunnel1`: `DpdTimeoutAction`. */
type TunnelKey = keyof {
  [Key in keyof VpnConnectionArgs as Key extends `tunnel1${infer Rest}` ? Rest : never]: true;
};

/** Arguments of one tunnel. Both tunnels have the same options except the inside addresses. */
export function tunnelArgs(
  options: VpnConnectionOptions,
  tunnel: Tunnel,
): Partial<VpnConnectionArgs> {
  const { suite = "strict", insideCidrs } = options;
  const { encryption, integrity, dhGroups }: Suite = suites[suite];
  const startup = startupOf(options);
  const args: Partial<Record<TunnelKey, unknown>> = {
    IkeVersions: ["ikev2"],
    Phase1EncryptionAlgorithms: [...encryption],
    Phase1IntegrityAlgorithms: [...integrity],
    Phase1DhGroupNumbers: [...dhGroups],
    Phase2EncryptionAlgorithms: [...encryption],
    Phase2IntegrityAlgorithms: [...integrity],
    Phase2DhGroupNumbers: [...dhGroups],
    StartupAction: startup,
    // AWS can restart a tunnel only if it may start it
    DpdTimeoutAction: startup === "start" ? "restart" : "clear",
    // the minimum that AWS accepts, so that a dead device is noticed soonest
    DpdTimeoutSeconds: 30,
    // AWS replaces an endpoint only on request or after its notice period, not at a time of its choice
    EnableTunnelLifecycleControl: true,
    ...(insideCidrs === undefined ? {} : { InsideCidr: insideCidrs[tunnel - 1] }),
  };
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [`tunnel${tunnel}${key}`, value]),
  );
}

/** The side that starts the tunnel. AWS cannot start it without the device's address. */
export function startupOf({ startup, customerGateway }: VpnConnectionOptions): "start" | "add" {
  return startup ?? (customerGateway.address === undefined ? "add" : "start");
}
