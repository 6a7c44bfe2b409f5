import type { Cloud, CloudRecord, Properties } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { types } from "../services/iam/types.ts";
import { object, objects, text, texts, written } from "../values.ts";
import type { Actions } from "./model.ts";
import { tagsIn } from "./tags.ts";

const created = "2026-11-21T00:00:00Z";

/** Instance profiles, which Karpenter creates for the role of a node class and deletes with it. */
export const iam: Actions = {
  GetInstanceProfile: {
    takes: ["InstanceProfileName"],
    act: ({ input, cloud }) => ({ InstanceProfile: described(profileOf(input, cloud), cloud) }),
  },
  ListInstanceProfiles: {
    takes: ["PathPrefix", "MaxItems"],
    act: ({ input, cloud }) => ({
      InstanceProfiles: cloud
        .list(types.profile)
        .filter(({ properties }) =>
          (text(properties, "path") ?? "/").startsWith(text(input, "PathPrefix") ?? "/"),
        )
        .map((profile) => described(profile, cloud)),
      IsTruncated: false,
    }),
  },
  CreateInstanceProfile: {
    takes: ["InstanceProfileName", "Path", "Tags"],
    act: ({ input, cloud }) => {
      const name = text(input, "InstanceProfileName") ?? "";
      if (cloud.where(types.profile, { name }).length > 0)
        throw new Refusal(`EntityAlreadyExists: Instance Profile ${name} already exists.`);
      const path = text(input, "Path") ?? "/";
      const arn = `arn:${cloud.partition}:iam::${cloud.account}:instance-profile${path}${name}`;
      const tags = tagsIn(objects(object(input, "Tags"), "member"));
      const properties = { name, path, arn, tags, createDate: created };
      cloud.put({ type: types.profile, id: name, properties });
      return { InstanceProfile: described(profileOf(input, cloud), cloud) };
    },
  },
  AddRoleToInstanceProfile: {
    takes: ["InstanceProfileName", "RoleName"],
    act: ({ input, cloud }) => {
      const role = text(input, "RoleName") ?? "";
      if (roleOf(role, cloud) === undefined)
        throw new Refusal(`NoSuchEntity: The role with name ${role} cannot be found.`);
      const { type, id, properties } = profileOf(input, cloud);
      if (text(properties, "role") !== undefined)
        throw new Refusal(
          "LimitExceeded: Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
        );
      cloud.put({ type, id, properties: { ...properties, role } });
      return {};
    },
  },
  RemoveRoleFromInstanceProfile: {
    takes: ["InstanceProfileName", "RoleName"],
    act: ({ input, cloud }) => {
      const { type, id, properties } = profileOf(input, cloud);
      const { role, ...others } = properties;
      if (role !== input["RoleName"])
        throw new Refusal(
          `NoSuchEntity: Role ${written(input["RoleName"])} in instance profile ${id} cannot be found.`,
        );
      cloud.put({ type, id, properties: others });
      return {};
    },
  },
  DeleteInstanceProfile: {
    takes: ["InstanceProfileName"],
    act: ({ input, cloud }) => {
      const { type, id, properties } = profileOf(input, cloud);
      if (text(properties, "role") !== undefined)
        throw new Refusal(
          "DeleteConflict: Cannot delete entity, must remove roles from instance profile first.",
        );
      cloud.remove(type, id);
      return {};
    },
  },
};

function profileOf(input: Properties, cloud: Cloud): CloudRecord {
  const name = text(input, "InstanceProfileName") ?? "";
  const found = cloud.where(types.profile, { name })[0];
  if (found !== undefined) return found;
  throw new Refusal(`NoSuchEntity: Instance Profile ${name} cannot be found.`);
}

const roleOf = (name: string, cloud: Cloud): CloudRecord | undefined =>
  cloud.where(types.role, { name })[0];

function described({ id, properties }: CloudRecord, cloud: Cloud): object {
  const name = text(properties, "name") ?? id;
  return {
    InstanceProfileName: name,
    InstanceProfileId: "AIPASIMULATED",
    Path: text(properties, "path") ?? "/",
    Arn: text(properties, "arn"),
    CreateDate: created,
    Roles: texts(properties, "role").map((role) => {
      const known = roleOf(role, cloud)?.properties ?? {};
      return {
        RoleName: role,
        RoleId: "AROASIMULATED",
        Path: text(known, "path") ?? "/",
        Arn: text(known, "arn"),
        CreateDate: created,
      };
    }),
    Tags: Object.entries(object(properties, "tags")).map(([key, value]) => ({
      Key: key,
      Value: written(value),
    })),
  };
}
