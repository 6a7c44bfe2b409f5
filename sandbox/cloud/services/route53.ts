import type { ResourceRow } from "../model.ts";
import { record } from "./route53/record.ts";
import { resolver } from "./route53/resolver.ts";
import { zone } from "./route53/zone.ts";

/** Zones, records and resolvers. */
export const route53: readonly ResourceRow[] = [zone, record, ...resolver];
