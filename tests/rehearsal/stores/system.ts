import { defineSystem, type System } from "../../../apps/system.ts";

/** What the second day changes, one value at a time. */
export interface Sizes {
  /** Of the only server of MariaDB. */
  readonly books: string;
  /** Of the three members of MongoDB. */
  readonly reviews: string;
  /** Of the service `files`. */
  readonly files: string;
  /** What `report` may do in the database of `api`. */
  readonly rights: "read" | "write";
}

export const firstDay: Sizes = { books: "2Gi", reviews: "2Gi", files: "2Gi", rights: "write" };

/** Environment variable with the sizes of a run, as JSON. */
export const sizesVariable = "HANOK_TEST_SIZES";

/** A system with a single server, a replica set, and a service with a volume. */
export const desk = ({ books, reviews, files, rights }: Sizes): System =>
  defineSystem({
    name: "desk",
    host: "desk",
    stores: {
      books: {
        engine: "mariadb",
        storage: books,
        databases: { report: { of: "api", ...(rights === "read" ? { readOnly: true } : {}) } },
      },
      reviews: { engine: "mongodb", storage: reviews },
    },
    services: {
      api: {
        image: "ghcr.io/desk/api",
        runtime: "go",
        port: 8080,
        health: "/healthz",
        startupSeconds: 10,
        resources: { cpu: "50m", memory: "64Mi" },
        scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60 },
        uses: ["books", "reviews"],
        secrets: { PAYMENT_KEY: "payment-key" },
        callsTo: ["files"],
      },
      report: {
        image: "ghcr.io/desk/api",
        command: ["/report"],
        runtime: "go",
        port: 8080,
        health: "/healthz",
        startupSeconds: 10,
        resources: { cpu: "50m", memory: "64Mi" },
        scaling: { kind: "fixed", replicas: 2, because: "a test" },
        uses: ["books"],
      },
      files: {
        image: "ghcr.io/desk/files",
        runtime: "go",
        port: 9000,
        health: "/healthz",
        startupSeconds: 5,
        resources: { cpu: "50m", memory: "64Mi" },
        scaling: { kind: "fixed", replicas: 1, because: "files are on one disk" },
        volume: { path: "/data", storage: files },
      },
    },
    routes: { "/": "api" },
  });
