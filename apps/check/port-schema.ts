import { z } from "zod";
import { protocols } from "../../components/app-service/service.ts";
import { matching, text, whole } from "../../components/check/schema.ts";
import { filled } from "./site-schema.ts";

export const port = whole(1, 65_535).meta({ remedy: "Write a port between 1 and 65535." });

/** A word that is there or not: `{ tcp: true }`. */
export const yes = (word: string) => z.literal(true).meta({ remedy: `Write { ${word}: true }.` });

const protocol = z.enum(protocols).meta({
  synonyms: {
    h2: "Write http2.",
    h2c: "Write http2.",
    https: "Write http: TLS ends at the gateway.",
  },
});
const portNames =
  "Write a name of at most 15 lower-case letters, digits and inner hyphens, with a letter: admin.";
const portName = text((name) => {
  if (name === "http") return "is the name of the service's own port";
  if (name === "metrics") return "is the name of the port that is scraped";
  return /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(name)
    ? undefined
    : "is not the name of a port";
}).meta({ remedy: portNames });
const ports = filled(
  z.record(
    portName,
    z.union([port, z.strictObject({ port, protocol })]).meta({
      remedy: 'Write a port, or { port: 9090, protocol: "grpc" }.',
    }),
  ),
).meta({ remedy: 'Write ports by name: { admin: 9001, rpc: { port: 9090, protocol: "grpc" } }.' });
const sticky = z
  .strictObject({
    // limits of an ALB
    seconds: whole(1, 604_800).meta({ remedy: "Write whole seconds, 1 to 604800." }),
    cookie: matching(/^(?!AWSALB)[\w.-]{1,128}$/, "is not the name of a cookie of the application")
      .meta({ remedy: "Write its name, like JSESSIONID." })
      .optional(),
  })
  .meta({ remedy: 'Write { seconds: 3600 }, or { seconds: 3600, cookie: "JSESSIONID" }.' });

/** How a service listens beside its own port. */
export const listening = {
  protocol: protocol.optional(),
  ports: ports.optional(),
  headless: yes("headless").optional(),
  sticky: sticky.optional(),
};
