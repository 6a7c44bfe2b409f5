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

/** What both tunnels agree to, for one of them. */
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
    // AWS can only begin again where it may begin
    DpdTimeoutAction: startup === "start" ? "restart" : "clear",
    // the least that AWS takes: a dead device is noticed soonest
    DpdTimeoutSeconds: 30,
    // AWS replaces an endpoint when it is told to, or when its notice has run out, and not at noon
    EnableTunnelLifecycleControl: true,
    ...(insideCidrs === undefined ? {} : { InsideCidr: insideCidrs[tunnel - 1] }),
  };
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [`tunnel${tunnel}${key}`, value]),
  );
}

/** Who begins. AWS cannot where it does not know the device's address. */
export function startupOf({ startup, customerGateway }: VpnConnectionOptions): "start" | "add" {
  return startup ?? (customerGateway.address === undefined ? "add" : "start");
}
