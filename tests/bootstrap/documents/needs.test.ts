import { expect } from "chai";
import { boundary } from "../../../bootstrap/documents/boundary.ts";
import { deploy } from "../../../bootstrap/documents/ci.ts";
import { managesRoles, passesRoles } from "../../../bootstrap/documents/roles.ts";
import { services, workloadActions } from "../../../bootstrap/documents/services.ts";
import { iamActions } from "../../../sandbox/cloud/facts.ts";
import { addonsOptions } from "../../../components/cluster/addons/options.ts";
import { stackEnvironment } from "../../../stacks/environment.ts";
import { everyWay } from "../../components/network/ways.ts";
import { recordStack, rehearsedStack, root } from "../../support/local-stack.ts";
import { pins } from "../../../ops/mocks/aws.ts";
import type { Recorded } from "../../../ops/mocks/recorder.ts";
import { isAllowed } from "../evaluate.ts";
import { key, names } from "../settings-under-test.ts";
import { managedPolicies } from "./managed-policies.ts";

const secret = (name: string) =>
  `arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:ecr-pullthroughcache/${name}-AbCdEf`;

/** A stack that makes everything that the program can make. */
const withEverything = () =>
  recordStack(
    stackEnvironment("dev", root, {
      overrides: {
        "hanok:charts": { kind: "folder", path: "charts" },
        "hanok:stores": "cluster",
        "hanok:secrets": { kind: "generated" },
        "hanok:domain": "example.com",
        "hanok:internalGateway": true,
        "hanok:edge": "cloudfront",
        "hanok:observability": "full",
        "hanok:addons": Object.fromEntries(
          addonsOptions.keyof().options.map((option) => [option, true]),
        ),
        "hanok:alarms": { email: ["team@example.com"] },
        "hanok:budget": { monthlyUsd: 300 },
        "hanok:hours": { kind: "office", days: ["mon"], from: "08:00", to: "20:00" },
        "hanok:network": {
          ...everyWay,
          cidr: "10.16.0.0/16",
          nat: "instance",
          natImage: "ami-0d2523b1624930b43",
        },
        "hanok:cluster": {
          ...pins,
          publicAccess: ["203.0.113.0/24"],
          admins: [names.deploy.arn, "arn:aws:iam::123456789012:role/people"],
          pullThrough: { "docker.io": secret("docker"), "ghcr.io": secret("ghcr") },
        },
      },
    }),
  );

/** IAM's prefix of a resource's type, where it is not the type's own first part. */
const prefixes: Readonly<Record<string, string>> = {
  "awsx:ec2": "ec2",
  "eks:index": "eks",
  "route53/resolverEndpoint": "route53resolver",
  "route53/resolverRule": "route53resolver",
  "route53/resolverRuleAssociation": "route53resolver",
  "cloudwatch/eventRule": "events",
  "cloudwatch/eventTarget": "events",
  "cloudwatch/logGroup": "logs",
  "cloudwatch/logDelivery": "logs",
  "cloudwatch/logDeliveryDestination": "logs",
  "cloudwatch/logDeliverySource": "logs",
  ec2clientvpn: "ec2",
  // DocumentDB has the API of RDS
  docdb: "rds",
  vpc: "ec2",
};

function prefixOf(type: string): string {
  const component = type.split(":").slice(0, 2).join(":");
  const [module = "", name = ""] = type.replace(/^aws:/, "").split(/[/:]/);
  return prefixes[component] ?? prefixes[`${module}/${name}`] ?? prefixes[module] ?? module;
}

/** What the provider calls to make, change and delete the resources of IAM, beside its reads. */
const ofIam: Readonly<Record<string, readonly string[]>> = {
  instanceProfile: [
    ...["CreateInstanceProfile", "DeleteInstanceProfile"],
    ...["AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile"],
    ...["TagInstanceProfile", "UntagInstanceProfile"],
  ],
  policy: [
    ...["CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion"],
    ...["TagPolicy", "UntagPolicy"],
  ],
  role: [
    ...[
      "CreateRole",
      "DeleteRole",
      "UpdateRole",
      "UpdateRoleDescription",
      "UpdateAssumeRolePolicy",
    ],
    ...["PutRolePermissionsBoundary", "TagRole", "UntagRole", "PassRole"],
  ],
  rolePolicy: ["PutRolePolicy", "DeleteRolePolicy"],
  rolePolicyAttachment: ["AttachRolePolicy", "DetachRolePolicy"],
};

/** Services that make their service-linked role at the first use, with the caller's permissions. */
const linked = new Set([
  ...["autoscaling", "eks", "elasticloadbalancing", "ecr", "wafv2", "ec2"],
  ...["rds", "elasticache", "mq"],
]);

/** Services that a resource reaches with the caller's permissions, beside its own. */
const reachesAlso: Readonly<Record<string, readonly string[]>> = {
  // EC2 keeps the preshared keys as the caller's secrets
  "aws:ec2/vpnConnection:VpnConnection": ["secretsmanager"],
  "aws:backup/vault:Vault": ["backup-storage"],
  // they make the administrator's secret as the caller, with the key of the environment
  "aws:rds/instance:Instance": ["secretsmanager", "kms"],
  "aws:rds/cluster:Cluster": ["secretsmanager", "kms"],
  "aws:docdb/cluster:Cluster": ["secretsmanager", "kms"],
  // its interfaces stand in the data subnets
  "aws:mq/broker:Broker": ["ec2"],
};

const arns: Readonly<Record<string, string>> = {
  instanceProfile: "arn:aws:iam::123456789012:instance-profile/hanok-dev",
  policy: "arn:aws:iam::123456789012:policy/hanok/hanok-dev",
  role: "arn:aws:iam::123456789012:role/hanok/hanok-dev",
};

const bounded = { "iam:PermissionsBoundary": names.boundary.arn };

interface Action {
  readonly action: string;
  readonly resources: readonly string[];
}

/** Actions of the policies that the program gives to its roles; a pattern stands for each of its actions. */
function workloadNeeds(resources: readonly Recorded[]): readonly Action[] {
  return resources.flatMap(({ type, inputs }) => {
    if (type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment") {
      const name = String(inputs["policyArn"]).split("/").at(-1) ?? "";
      const actions = managedPolicies[name];
      if (actions === undefined) throw new Error(`managed-policies.ts lacks ${name}`);
      return actions.map((action) => ({ action, resources: ["*"] }));
    }
    if (type !== "aws:iam/rolePolicy:RolePolicy") return [];
    const { Statement } = JSON.parse(String(inputs["policy"])) as {
      Statement: { Effect: string; Action: string | string[]; Resource: string | string[] }[];
    };
    return Statement.filter(({ Effect }) => Effect === "Allow").flatMap((statement) =>
      [statement.Action].flat().flatMap((pattern) =>
        iamActions(pattern).map(({ service, name }) => ({
          action: `${service}:${name}`,
          resources: [statement.Resource].flat(),
        })),
      ),
    );
  });
}

const concrete = (arn: string): string =>
  arn.replace(":iam::*:", ":iam::123456789012:").replace("role/*/", "role/hanok/");

describe("What the deploy role and the boundary allow", function () {
  this.timeout(60_000);
  let resources: readonly Recorded[];
  before(async () => {
    const stacks = [
      await rehearsedStack("dev"),
      await rehearsedStack("prod"),
      await withEverything(),
    ];
    resources = stacks.flat();
  });
  const types = () =>
    [...new Set(resources.map(({ type }) => type))].filter((type) => /^(aws|awsx|eks):/.test(type));
  const prefixesUsed = () =>
    new Set([...types().map(prefixOf), ...types().flatMap((type) => reachesAlso[type] ?? [])]);
  const limit = boundary(names, key);
  const can = (action: string, resource: string) =>
    isAllowed(
      { action, resource, context: { "aws:PrincipalArn": names.deploy.arn, ...bounded } },
      deploy(names, key),
      limit,
    );
  const iamNeeds = () =>
    types().flatMap((type) => {
      const [, kind = ""] = /^aws:iam\/(\w+):/.exec(type) ?? [];
      const actions = ofIam[kind] ?? [];
      return actions.map((one) => ({
        action: `iam:${one}`,
        resource: arns[kind] ?? arns["role"] ?? "",
      }));
    });

  it("is enough for every resource of every stack", () => {
    const known = [...Object.keys(services), "iam"];
    expect([...prefixesUsed()].filter((prefix) => !known.includes(prefix))).to.deep.equal([]);
    const kinds = types().flatMap((type) => /^aws:iam\/(\w+):/.exec(type)?.[1] ?? []);
    expect(kinds.filter((kind) => ofIam[kind] === undefined)).to.deep.equal([]);
    expect(iamNeeds().filter(({ action, resource }) => !can(action, resource))).to.deep.equal([]);
    for (const service of linked) {
      const role = `arn:aws:iam::123456789012:role/aws-service-role/${service}.amazonaws.com/Any`;
      expect(can("iam:CreateServiceLinkedRole", role), service).to.equal(true);
    }
  });

  it("is enough for every role that a stack creates", () => {
    const context = { "aws:PrincipalArn": arns["role"] ?? "" };
    const everything = [{ Sid: "All", Effect: "Allow", Action: ["*"], Resource: ["*"] } as const];
    const refused = workloadNeeds(resources).filter(
      ({ action, resources: on }) =>
        !on.some((arn) =>
          isAllowed({ action, resource: concrete(arn), context }, everything, limit),
        ),
    );
    expect([...new Set(refused.map(({ action }) => action))]).to.deep.equal([]);
  });

  it("has no service that no stack uses", () => {
    const used = new Set([
      ...prefixesUsed(),
      ...workloadNeeds(resources).map(({ action }) => action.split(":")[0] ?? ""),
    ]);
    expect(Object.keys(services).filter((name) => !used.has(name))).to.deep.equal([]);
  });

  it("has no action on roles that no stack needs", () => {
    const needed = new Set([
      ...iamNeeds().map(({ action }) => action),
      "iam:CreateServiceLinkedRole",
    ]);
    const allowed = [managesRoles(names), ...passesRoles(names)].flatMap(({ Action = [] }) =>
      Action.flatMap((pattern) =>
        iamActions(pattern).map(({ service, name }) => `${service}:${name}`),
      ),
    );
    expect(allowed.filter((action) => !needed.has(action))).to.deep.equal([]);
  });

  it("has no action of workloads that no role of a stack has, or that a service allows already", () => {
    const used = new Set(workloadNeeds(resources).map(({ action }) => action));
    const unused = workloadActions.filter((pattern) => {
      const named = iamActions(pattern).map(({ service, name }) => `${service}:${name}`);
      return (
        services[pattern.split(":")[0] ?? ""] !== undefined || !named.some((one) => used.has(one))
      );
    });
    expect(unused).to.deep.equal([]);
  });
});
