/** Private (RFC 1918) and shared (RFC 6598) address ranges, which companies, VPCs and EKS pods use. */
export const insideNetworks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
] as const;
