import { z } from "zod";
import { validateHttpPath, validateLabel } from "../../components/check/names.ts";
import { list, matching, text, whole } from "../../components/check/schema.ts";
import { apex, methods } from "../../components/check/site.ts";

const serviceName = text().meta({ remedy: "Write the name of a service." });

/** Most host names of one HTTPRoute, by its CRD. */
const mostHosts = 16;

const label = (remedy: string) =>
  text((name) => {
    if (name === apex) return undefined;
    return name.includes(".")
      ? {
          problem: "is more than one label",
          remedy: "Write the first label: the domain is a setting.",
        }
      : validateLabel(name);
  }).meta({ remedy });

/**
 * A header of a request, as an ALB can match it too: it takes names of 40 letters and no `Host`, and reads `*`, `?` and commas
 * of a value in its own way (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html).
 */
const headers = z
  .record(
    matching(/^(?!host$)[A-Za-z0-9-]{1,40}$/i, "is not a header that routes can ask for"),
    matching(/^[\w.:;/=+@ -]{1,128}$/, "has a character that gateways read in different ways"),
  )
  .refine((all) => Object.keys(all).length > 0, { params: { problem: "is empty" } })
  .meta({ remedy: 'Write values by header: { "X-Beta": "1" }.' });

const target = z.union([
  serviceName,
  z.strictObject({
    service: serviceName,
    port: text().meta({ remedy: "Write the name of one of its ports." }).optional(),
    methods: list(z.enum(methods))
      .min(1)
      .meta({ remedy: 'Write a list of methods: ["POST"].' })
      .optional(),
    headers: headers.optional(),
    timeoutSeconds: whole(1, 3600).meta({ remedy: "Write whole seconds, 1 to 3600." }).optional(),
  }),
]);

const routes = z
  .record(
    z.string(),
    z.union([target, z.array(target).min(1)]).meta({
      remedy: 'Write a service, { service: "orders", methods: ["POST"] }, or a list of them.',
    }),
  )
  .meta({ remedy: 'Write services by path: { "/": "edge" }.' });

/** A table with at least one entry. */
export const filled = <T extends z.ZodRecord>(table: T) =>
  table.refine((entries) => Object.keys(entries).length > 0, { params: { problem: "is empty" } });

/** The fields of a system, or of its `internal`, that say where it is reached. */
export const siteFields = (example: string) => {
  const host = label(`Write the first label of the host, like ${example}, or @ for the domain.`);
  return {
    host: z.union([host, list(host).min(1).max(mostHosts)]).meta({
      remedy: `Write the first label of the host, like ${example}, or a list of them.`,
    }),
    routes,
    hosts: filled(z.record(host, filled(routes)))
      .meta({ remedy: `Write routes by host: { ${example}: { "/": "edge" } }.` })
      .optional(),
    redirects: filled(
      z.record(
        text((from) => (from.startsWith("/") ? validateHttpPath(from) : undefined)),
        text((to) => (to.startsWith("/") ? validateHttpPath(to) : undefined)),
      ),
    )
      .meta({ remedy: 'Write hosts or paths: { www: "@" } or { "/old": "/new" }.' })
      .optional(),
  };
};

export const filledRoutes = filled(routes).meta({ remedy: "Write a path, or leave internal out." });
