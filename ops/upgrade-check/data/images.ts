/** A known vulnerability of a server's image, and the releases that fix it. */
export interface Hole {
  readonly advisory: string;
  /** What an attacker can do, continuing "an attacker". */
  readonly effect: string;
  /** First fixed release of each series (`<major>.<minor>`). */
  readonly fixed: readonly string[];
  readonly source: string;
}

/** Date of the last check of the vendors' release notes. */
export const imagesRead = "2026-11-29";

/** Known vulnerabilities by repository, without its registry. */
export const holes: Readonly<Record<string, readonly Hole[]>> = {
  mongo: [
    {
      advisory: "CVE-2025-14847",
      effect: "reads the server's memory without a user",
      fixed: ["7.0.28", "8.0.17", "8.2.3"],
      source: "https://www.mongodb.com/docs/manual/release-notes/8.0/",
    },
    {
      advisory: "CVE-2026-6914",
      effect: "with a user ends the server",
      fixed: ["7.0.32", "8.0.21"],
      source: "https://nvd.nist.gov/vuln/detail/CVE-2026-6914",
    },
  ],
  "valkey/valkey": [
    {
      advisory: "CVE-2025-49844",
      effect: "with a user runs code by a Lua script",
      fixed: ["7.2.11", "8.0.6", "8.1.4"],
      source: "https://github.com/valkey-io/valkey/blob/8.1/00-RELEASENOTES",
    },
    {
      advisory: "CVE-2026-63639",
      effect: "runs code by a corrupt stream in a dump",
      fixed: ["8.1.9", "9.1.1"],
      source: "https://github.com/valkey-io/valkey/releases/tag/8.1.9",
    },
    {
      advisory: "GHSA-f4q9-j22m-xqq9",
      effect: "with a user runs code by an oversized message",
      fixed: ["8.1.11"],
      source: "https://github.com/valkey-io/valkey/releases/tag/8.1.11",
    },
  ],
  mariadb: [
    {
      advisory: "CVE-2026-44171",
      effect: "writes files outside of the folder of a restored backup",
      fixed: ["10.6.26", "10.11.17", "11.4.11", "11.8.7", "12.3.2"],
      source: "https://nvd.nist.gov/vuln/detail/CVE-2026-44171",
    },
  ],
  "pgvector/pgvector": [
    {
      advisory: "CVE-2026-3172",
      effect: "with a user reads other tables, or ends the server",
      fixed: ["0.8.2"],
      source: "https://github.com/pgvector/pgvector/blob/master/CHANGELOG.md",
    },
  ],
};
