/** Private networks (RFC 1918), and those that are shared behind a NAT (RFC 6598), which companies, VPCs and pods on EKS use alike. */
export const insideNetworks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
] as const;
