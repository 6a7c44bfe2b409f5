import { assumed } from "../../components/app-service/service.ts";
import { defineSystem } from "../system.ts";

/** What all services share. They are small, so that a portfolio can be paid for. */
const small = {
  runtime: "node",
  startupSeconds: 5,
  resources: { cpu: "50m", memory: "96Mi" },
  scaling: { kind: "horizontal", min: 1, max: 4, cpuPercent: 70 },
  user: assumed(1000, "the user node of the official image"),
  writable: assumed(["/tmp"], "Node.js writes there only"),
  architectures: assumed(["amd64", "arm64"], "the images are built for both"),
} as const;

const service = {
  ...small,
  port: 8080,
  health: { readiness: "/ready", liveness: "/live" },
} as const;

/** A portfolio of microservices. Each has one stable name, `http://<name>:8080`, whatever stands behind it. */
export const portfolio = defineSystem({
  name: "portfolio",
  host: "portfolio",
  stores: {
    database: {
      engine: "postgresql",
      storage: "5Gi",
      databases: { accounts: "accounts", projects: "projects" },
    },
    events: { engine: "valkey", memory: "32Mi", persistence: { kind: "cache" } },
  },
  services: {
    site: {
      ...service,
      image: "portfolio-site",
      callsTo: ["accounts", "projects"],
      environment: { ACCOUNTS_URL: "http://accounts:8080", PROJECTS_URL: "http://projects:8080" },
    },
    accounts: { ...service, image: "portfolio-accounts", uses: ["database"] },
    projects: {
      ...service,
      image: "portfolio-projects",
      uses: ["database", "events"],
      callsTo: ["accounts"],
      environment: { ACCOUNTS_URL: "http://accounts:8080" },
    },
    mails: {
      ...small,
      kind: "worker",
      image: "portfolio-mails",
      health: { heartbeat: "/tmp/alive", maxAgeSeconds: 60 },
      uses: ["events"],
      secrets: { MAIL_API_KEY: "mail-api-key" },
      internet: { ports: [443], because: "mail is sent by a public API" },
    },
  },
  routes: { "/": "site", "/api/accounts": "accounts", "/api/projects": "projects" },
});
