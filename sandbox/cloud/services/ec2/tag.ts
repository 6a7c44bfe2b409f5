import type { Cloud, CloudRecord, Properties, ResourceRow } from "../../model.ts";
import { object, text } from "../../values.ts";
import { types } from "./types.ts";

/** Identifiers of EC2, and types that other resources may tag. */
const tagged = [
  types.group,
  types.subnet,
  types.vpc,
  types.table,
  types.gateway,
  types.interface,
  types.instance,
  types.template,
];

function targetOf(properties: Properties, cloud: Cloud): CloudRecord | undefined {
  const id = text(properties, "resourceId") ?? "";
  return tagged.flatMap((type) => cloud.find(type, id) ?? [])[0];
}

/** Writes or removes one tag. */
function mark({ properties }: Pick<CloudRecord, "properties">, cloud: Cloud, value?: string): void {
  const target = targetOf(properties, cloud);
  if (target === undefined) return;
  const { [text(properties, "key") ?? ""]: _, ...others } = object(target.properties, "tags");
  const tags = value === undefined ? others : { ...others, [text(properties, "key") ?? ""]: value };
  cloud.put({ ...target, properties: { ...target.properties, tags } });
}

/** A tag on a resource of another service, such as the security group that EKS creates for a cluster. */
export const tag: ResourceRow = {
  type: "aws:ec2/tag:Tag",
  references: {
    resourceId: {
      to: tagged,
      error: "InvalidID: The ID '{value}' is not valid",
      onDelete: "cascade",
    },
  },
  behaviour: {
    create: ({ inputs }, cloud) => {
      mark({ properties: inputs }, cloud, text(inputs, "value") ?? "");
    },
    update: ({ inputs }, cloud) => {
      mark({ properties: inputs }, cloud, text(inputs, "value") ?? "");
    },
    remove: (record, cloud) => mark(record, cloud),
  },
};
