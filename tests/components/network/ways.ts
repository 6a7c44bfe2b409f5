import type { VpcOptions } from "../../../components/network/options.ts";
import { certificate } from "../../../ops/mocks/aws.ts";

/**
 * All connections to the company at once: people by certificate, an office by BGP, another by static routes, DNS in
 * both directions.
 */
export const everyWay = {
  company: ["10.200.0.0/16", "192.168.0.0/16"],
  zones: {
    publicZone: { kind: "new", delegated: true },
    privateZone: "internal.example.com",
    certificateAuthorities: ["amazon.com"],
    certificates: "cloudfront",
  },
  clientVpn: {
    authentication: { kind: "certificate", rootCertificateArn: certificate(1) },
    serverCertificateArn: certificate(2),
    clientCidr: "10.250.0.0/20",
    redundancy: "zonal",
    dns: "inbound",
    authorizations: [{ cidr: "10.16.0.0/16" }, { cidr: "192.168.0.0/16" }],
    routes: ["192.168.0.0/16"],
  },
  siteToSiteVpn: {
    connections: {
      seoul: {
        customerGateway: { address: "203.0.113.12" },
        routing: { kind: "bgp", asn: 65_010 },
      },
      busan: {
        customerGateway: { address: "198.51.100.7" },
        routing: { kind: "static", networks: ["192.168.0.0/16"] },
      },
    },
  },
  resolver: {
    forward: [{ domain: "corp.example.net", servers: ["192.168.0.53", "192.168.1.53"] }],
    inbound: ["192.168.0.0/16"],
  },
} as const satisfies Partial<VpcOptions>;
