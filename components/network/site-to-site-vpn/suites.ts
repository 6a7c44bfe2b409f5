/** Algorithms that AWS accepts in both phases of IKE, in the provider's terms (`tunnel1Phase1EncryptionAlgorithms`, …). */
export interface Suite {
  readonly encryption: readonly ("AES256" | "AES256-GCM-16")[];
  readonly integrity: readonly ("SHA2-256" | "SHA2-384" | "SHA2-512")[];
  /** Diffie-Hellman groups: 14 has 2048 bits, 19 to 21 are elliptic curves (RFC 5903). */
  readonly dhGroups: readonly (14 | 19 | 20 | 21)[];
}

/**
 * AWS starts with the lowest value of a list, whatever the device proposes first, so a weak value in a list would be used:
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html. No suite has AES128, SHA1 or a group below 14.
 */
export const suites = {
  /** Authenticated encryption and curves only. */
  strict: {
    encryption: ["AES256-GCM-16"],
    integrity: ["SHA2-384", "SHA2-512"],
    dhGroups: [19, 20, 21],
  },
  /** For a device without GCM or elliptic curves. */
  compatible: {
    encryption: ["AES256", "AES256-GCM-16"],
    integrity: ["SHA2-256", "SHA2-384", "SHA2-512"],
    dhGroups: [14, 19, 20, 21],
  },
} as const satisfies Record<string, Suite>;
