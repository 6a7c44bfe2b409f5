import { z } from "zod";
import { validateLabel } from "../../components/check/names.ts";
import { list, matching, text } from "../../components/check/schema.ts";
import { service } from "./service-schema.ts";
import { filled, filledRoutes, siteFields } from "./site-schema.ts";
import { store } from "./store-schema.ts";

/** Each value of a system by itself. The neighbouring files check how values relate. */
export const systemSchema = z
  .strictObject({
    name: text((name) =>
      // namespaces that exist in the cluster, or in the configuration
      /^(default|kube-.*|vault|gateway|monitoring|hanok|registry)$/.test(name)
        ? { problem: "is a namespace of the platform", remedy: "Choose another name." }
        : validateLabel(name),
    ).meta({ remedy: "Write a DNS label, like zipbob." }),
    ...siteFields("backend"),
    stores: z.record(z.string(), store).meta({
      remedy: 'Write stores by name: { mariadb: { engine: "mariadb", storage: "20Gi" } }.',
    }),
    services: filled(z.record(z.string(), service)).meta({
      remedy: "Write services by name, at least one.",
    }),
    internal: z
      .strictObject({ ...siteFields("admin"), routes: filledRoutes })
      .meta({ remedy: 'Write { host: "admin", routes: { "/": "dashboard" } }.' })
      .optional(),
    staticFiles: list(
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
      matching(/^\/[\w.~/-]{1,252}\/$/, "is not a path prefix that begins and ends with /").meta({
        remedy: "Write a path prefix, like /static/.",
      }),
    )
      .max(24)
      .optional(),
  })
  .meta({ remedy: "Write defineSystem({ name, host, stores, services, routes })." });
