import type { Cloud, Order, ResourceRow } from "../../model.ts";
import { admitPolicy, policyKinds, withoutBlanks } from "../../iam-policy.ts";
import { Refusal } from "../../refusal.ts";
import { flag, objects, text, texts } from "../../values.ts";
import { boundary, ofPolicy, ofRole, types } from "./types.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const quotas = { attached: 10, inline: 10_240, roles: 1000 } as const;

export const role: ResourceRow = {
  type: types.role,
  global: true,
  references: { permissionsBoundary: boundary, managedPolicyArns: ofPolicy },
  behaviour: {
    create: (order, cloud) => {
      admitBoundary(order, cloud);
      admitNameOfAnyCase(order, cloud);
      admitRole(order, cloud);
    },
    update: (order, cloud) => {
      admitRole(order, cloud);
    },
    remove: (record, cloud) => {
      if (!flag(record.properties, "forceDetachPolicies")) return;
      for (const type of [types.attachment, types.rolePolicy])
        for (const one of cloud.list(type))
          if (one.properties["role"] === record.id) cloud.remove(type, one.id);
    },
  },
};

function admitRole({ inputs, id }: Order, cloud: Cloud): void {
  admitPolicy(text(inputs, "assumeRolePolicy") ?? "", policyKinds.trust, cloud);
  const own = objects(inputs, "inlinePolicies").flatMap((one) => text(one, "policy") ?? []);
  for (const policy of own) admitPolicy(policy, policyKinds.inline, cloud);
  admitInline(id, own);
  const arns = new Set([...texts(inputs, "managedPolicyArns"), ...attachedTo(id, cloud)]);
  if (arns.size > quotas.attached) throw tooMany();
}

/** A boundary like that of `bootstrap/` denies its principal the creation of a role without it. */
function admitBoundary({ inputs, id }: Order, cloud: Cloud): void {
  const caller = cloud.where(types.role, { arn: cloud.principal })[0];
  const own = text(caller?.properties ?? {}, "permissionsBoundary") ?? "";
  const policy = cloud.where(types.policy, { arn: own })[0];
  const demands = text(policy?.properties ?? {}, "policy")?.includes("iam:PermissionsBoundary");
  if (demands !== true || text(inputs, "permissionsBoundary") === own) return;
  const what = `${cloud.principal} is not authorized to perform: iam:CreateRole on resource: ${id}`;
  throw new Refusal(
    `AccessDenied: User: ${what} with an explicit deny in a permissions boundary: ${own}`,
  );
}

/** Names are unique within the account, ignoring case. */
function admitNameOfAnyCase({ type, id }: Order, cloud: Cloud): void {
  const other = cloud.list(type).find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (other !== undefined)
    throw new Refusal(`EntityAlreadyExists: Role with name ${id} already exists.`);
}

/** A role's inline policies, which share one quota. */
export const rolePolicy: ResourceRow = {
  type: types.rolePolicy,
  global: true,
  references: { role: ofRole },
  behaviour: {
    create: (order, cloud) => admitRolePolicy(order, cloud),
    update: (order, cloud) => admitRolePolicy(order, cloud),
  },
};

function admitRolePolicy({ inputs, id, type }: Order, cloud: Cloud): undefined {
  const policy = text(inputs, "policy") ?? "";
  admitPolicy(policy, policyKinds.inline, cloud);
  const name = text(inputs, "role") ?? "";
  const others = cloud
    .list(type)
    .filter((one) => one.id !== id && one.properties["role"] === name)
    .flatMap(({ properties }) => text(properties, "policy") ?? []);
  admitInline(name, [policy, ...others]);
}

function admitInline(name: string, policies: readonly string[]): void {
  const length = policies.reduce((sum, policy) => sum + withoutBlanks(policy).length, 0);
  if (length > quotas.inline)
    throw new Refusal(
      `LimitExceeded: Maximum policy size of ${quotas.inline} bytes exceeded for role ${name}`,
    );
}

export const attachment: ResourceRow = {
  type: types.attachment,
  global: true,
  references: { role: ofRole, policyArn: ofPolicy },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const name = text(inputs, "role") ?? "";
      const arns = new Set([...attachedTo(name, cloud), text(inputs, "policyArn") ?? ""]);
      if (arns.size > quotas.attached) throw tooMany();
    },
  },
};

function attachedTo(name: string, cloud: Cloud): readonly string[] {
  const inRole = cloud.of(types.role, name);
  const alone = cloud
    .where(types.attachment, { role: name })
    .flatMap(({ properties }) => texts(properties, "policyArn"));
  return [...texts(inRole, "managedPolicyArns"), ...alone];
}

function tooMany(): Refusal {
  return new Refusal(`LimitExceeded: Cannot exceed quota for PoliciesPerRole: ${quotas.attached}`);
}
