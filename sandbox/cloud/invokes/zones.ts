import type { Invoke } from "../model.ts";
import { flag, isObject, object, text, texts } from "../values.ts";

const type = "aws:route53/zone:Zone";

/** Hosted zones. */
export const zones: Readonly<Record<string, Invoke>> = {
  "aws:route53/getZone:getZone": (args, cloud) => {
    const name = text(args, "name")?.replace(/\.$/, "");
    const id = text(args, "zoneId");
    const tags = isObject(args["tags"]) ? args["tags"] : {};
    const found = cloud.list(type).filter(({ id: own, properties }) => {
      const isPrivate = Array.isArray(properties["vpcs"]) && properties["vpcs"].length > 0;
      return (
        (id === undefined || id === own) &&
        (name === undefined || text(properties, "name")?.replace(/\.$/, "") === name) &&
        (id !== undefined || flag(args, "privateZone") === isPrivate) &&
        Object.entries(tags).every(([key, value]) => object(properties, "tags")[key] === value)
      );
    });
    const [first, second] = found;
    if (first === undefined) throw new Error("no matching Route 53 Hosted Zone found");
    if (second !== undefined) throw new Error("multiple Route 53 Hosted Zones matched");
    return {
      ...args,
      ...first.properties,
      id: first.id,
      zoneId: first.id,
      name: text(first.properties, "name") ?? "",
      nameServers: texts(first.properties, "nameServers"),
      resourceRecordSetCount: 2,
      tags: first.properties["tags"] ?? {},
    };
  },
};
