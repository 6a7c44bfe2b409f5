import { defineSystem } from "../../apps/system.ts";
import { environment } from "../../stacks/environment.ts";
import { deploy } from "../../stacks/platform.ts";
import { awsAnswers, awsOutputs } from "../../ops/mocks/aws.ts";
import { type Recorded, recordResources } from "../../ops/mocks/recorder.ts";
import { leastService } from "./fixtures.ts";
import { madeUp } from "./local-stack.ts";
import { devSettings, reachable } from "./settings.ts";

const service = { ...leastService, image: "ghcr.io/shop/web" } as const;

/** Uses every way in and out of a service. */
const shop = defineSystem({
  name: "shop",
  stores: {},
  services: {
    web: {
      ...service,
      ports: { admin: 9001, raw: { port: 7000, protocol: "tcp" } },
      callsTo: ["rpc", "club/site"],
      sticky: { seconds: 60 },
    },
    rpc: {
      ...service,
      protocol: "grpc",
      health: { grpc: true },
      headless: true,
      permissions: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::photos/*"] }],
      internet: { ports: [443], because: "the API of S3 has public addresses" },
      reaches: [{ cidr: "10.200.0.5/32", ports: [3306], because: "the members are there" }],
    },
  },
  host: ["@", "shop"],
  routes: {
    "/": "web",
    "/admin": { service: "web", port: "admin", methods: ["GET"], headers: { "X-A": "1" } },
  },
  hosts: { rpc: { "/": "rpc", "/shop.Orders": "rpc" } },
  redirects: { www: "@", "/old": "/new" },
});

const club = defineSystem({
  name: "club",
  host: "club",
  stores: {},
  services: { site: service },
  routes: { "/": "site" },
});

/** A stack on EKS with two systems that use every way in and out of a service. */
export function richStack(): Promise<readonly Recorded[]> {
  const catalogue = { shop, club };
  const settings = environment(
    "dev",
    {
      ...devSettings,
      "hanok:systems": ["shop", "club"],
      "hanok:network": { cidr: "10.17.0.0/16", nat: "single", company: ["10.200.0.0/16"] },
      "hanok:cluster": {
        ...reachable,
        admins: ["hanok-bootstrap/hanok-deploy", "platform-admin"].map(
          (role) => `arn:aws:iam::123456789012:role/${role}`,
        ),
      },
      "hanok:permissionsBoundary":
        "arn:aws:iam::123456789012:policy/hanok-bootstrap/hanok-boundary",
      "hanok:charts": { kind: "folder", path: "charts" },
      "hanok:secrets": { kind: "generated" },
    },
    catalogue,
  );
  return recordResources(() => deploy(settings, catalogue), {
    stack: "dev",
    outputs: (resource) =>
      resource.type.startsWith("random:") ? { result: madeUp } : awsOutputs(resource),
    answers: awsAnswers,
  });
}
