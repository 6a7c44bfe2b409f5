import type { ResourceRow } from "../model.ts";
import { record } from "./route53/record.ts";
import { resolver } from "./route53/resolver.ts";
import { zone, zoneAssociation } from "./route53/zone.ts";

/** Zones, their records, and ways to other resolvers. */
export const route53: readonly ResourceRow[] = [
  zone,
  zoneAssociation,
  record,
  ...resolver,
  {
    type: "aws:route53/healthCheck:HealthCheck",
    global: true,
    id: "{uuid}",
    arn: "arn:{partition}:route53:::healthcheck/{id}",
    words: { noun: "Route 53 Health Check" },
    defaults: { failureThreshold: 3, requestInterval: 30 },
  },
];
