import type { ResourceRow } from "../model.ts";
import { clientVpn } from "./vpn/client.ts";
import { gateways } from "./vpn/gateway.ts";
import { connection, connectionRoute, customerGateway } from "./vpn/site-to-site.ts";

/** Connections to a network: site-to-site VPN and client VPN. */
export const vpn: readonly ResourceRow[] = [
  ...gateways,
  customerGateway,
  connection,
  connectionRoute,
  ...clientVpn,
];
