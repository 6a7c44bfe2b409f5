import { z } from "zod";
import { validateFolder, validateHttpPath } from "../../components/check/names.ts";
import { matching, reason, text, whole } from "../../components/check/schema.ts";
import { port, yes } from "./port-schema.ts";

export const httpPath = text(validateHttpPath).meta({ remedy: 'Write a path, like "/health".' });
export const folder = text(validateFolder).meta({
  remedy: "Write an absolute folder, like /data.",
});

const ownPort = port.optional();
export const words = z
  .array(z.string())
  .min(1)
  .meta({ remedy: 'Write a list of words: ["bundle", "exec", "sidekiq"].' });
const forms =
  'Write a path, { path: "/health", port: 8081 }, { tcp: true }, { grpc: true } or { command: ["/check"] }.';
const synonyms = Object.fromEntries(
  ["http", "httpGet", "exec", "tcpSocket", "url"].map((word) => [word, forms]),
);
const form = <const T extends z.core.$ZodLooseShape>(shape: T) =>
  z.strictObject(shape).meta({ synonyms });
const checks = [
  httpPath,
  form({
    path: httpPath,
    port: ownPort,
    headers: z
      .record(matching(/^[\w-]+$/, "is not a name of a header"), text())
      .meta({ remedy: 'Write headers by name: { Host: "shop.example.com" }.' })
      .optional(),
  }),
  form({ tcp: yes("tcp"), port: ownPort }),
  form({ grpc: yes("grpc"), service: text().optional(), port: ownPort }),
  form({ command: words }),
] as const;
const check = z.union(checks).meta({ remedy: forms });
export const health = z
  .union([
    ...checks,
    z.strictObject({ readiness: check, liveness: check, startup: check.optional() }),
  ])
  .meta({ remedy: `${forms} Or one each: { readiness: "/ready", liveness: "/live" }.` });

export const seconds = whole(1, 86_400).meta({ remedy: "Write whole seconds, 1 to 86400." });
export const workerHealth = z
  .union([
    z.strictObject({ command: words }),
    z.strictObject({ heartbeat: folder, maxAgeSeconds: seconds }),
    z.strictObject({ none: yes("none"), because: reason("why no check is possible") }),
  ])
  .meta({
    remedy:
      'Write { command: ["/check"] }, { heartbeat: "/tmp/alive", maxAgeSeconds: 60 } or { none: true, because: "…" }.',
  });
