import { createHash } from "node:crypto";
import type { CloudRecord, Properties } from "./model.ts";
import { globalRegion } from "./resource/account.ts";
import { Store } from "./store/store.ts";

/** Contents of an account before its first stack. */
export interface Seed {
  /** `.sandbox/cloud`, an absolute path. */
  readonly home: string;
  /** AWS account, twelve digits. */
  readonly account: string;
  /** The public hosted zone of a registered domain, by its own identifier or a generated one. */
  readonly zone?: { readonly name: string; readonly id?: string | undefined } | undefined;
  /** ARN of the permissions boundary of `bootstrap/`. */
  readonly permissionsBoundary?: string | undefined;
  /** ARNs of the roles and users of people and pipelines. */
  readonly principals?: readonly string[];
  /** ARNs of secrets that people have stored. */
  readonly secrets?: readonly string[];
}

/** Adds missing records to the simulated account. */
export function seedAccount(seed: Seed): void {
  const { home, account, zone, permissionsBoundary, principals = [], secrets = [] } = seed;
  const store = new Store(home, account);
  // principals of other accounts are assumed to exist
  const own = principals.filter((arn) => arn.includes(`:iam::${account}:`));
  const boundaries = new Set([permissionsBoundary, ...own.map(boundaryOf)]);
  boundaries.delete(undefined);
  const wanted = [
    ...(zone === undefined ? [] : [hostedZone(zone.name, zone.id)]),
    ...[...boundaries].map((arn = "") => boundaryPolicy(arn)),
    ...own.map(principal),
    ...secrets.map((arn) => ({
      ...{ type: "aws:secretsmanager/secret:Secret", id: arn, region: arn.split(":")[3] ?? "" },
      properties: { arn, name: arn.split(":").at(-1) ?? "", tags: {} },
    })),
  ];
  store.alone(() => {
    for (const record of wanted)
      if (!store.list(record.region, record.type).some((one) => isAlike(one, record)))
        store.write(record);
  });
}

/**
 * Whether there is the same identifier, or another public zone of the same name. A zone from an older version does not say that it is
 * delegated.
 */
function isAlike(one: CloudRecord, other: CloudRecord): boolean {
  if (one.id === other.id) return one.properties["delegated"] === other.properties["delegated"];
  const isPublic = Array.isArray(one.properties["vpcs"]) && one.properties["vpcs"].length === 0;
  return isPublic && one.properties["name"] === other.properties["name"];
}

function hostedZone(name: string, given: string | undefined): CloudRecord {
  const digits = createHash("sha256").update(name).digest("hex").slice(0, 18).toUpperCase();
  const id = given ?? `Z0${digits}`;
  const nameServers = ["com", "net", "org", "co.uk"].map(
    (ending, index) => `ns-${index + 1}.awsdns-0${index}.${ending}`,
  );
  return record("aws:route53/zone:Zone", id, {
    name,
    zoneId: id,
    arn: `arn:aws:route53:::hostedzone/${id}`,
    comment: "It stood before the stack",
    // also if the account got the parent zone later
    delegated: true,
    nameServers,
    primaryNameServer: nameServers[0] ?? "",
    vpcs: [],
    tags: {},
  });
}

/** The boundary that `bootstrap/` attaches to its deploy role. */
function boundaryOf(arn: string): string | undefined {
  const [, account, project] =
    /^arn:aws:iam::(\d+):role\/(.+)-bootstrap\/\2-deploy$/.exec(arn) ?? [];
  return project && `arn:aws:iam::${account}:policy/${project}-bootstrap/${project}-boundary`;
}

/** It allows everything except what `bootstrap/` always denies: a role without the boundary. */
function boundaryPolicy(arn: string): CloudRecord {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const Condition = { StringNotEquals: { "iam:PermissionsBoundary": arn } };
  const Statement = [
    { Effect: "Allow", Action: "*", Resource: "*" },
    { Effect: "Deny", Action: "iam:CreateRole", Resource: "*", Condition },
  ];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  return record("aws:iam/policy:Policy", arn, { arn, name, policy, path: "/", tags: {} });
}

function principal(arn: string): CloudRecord {
  const [, kind = "role", path = "", name = ""] =
    /:(role|user)(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  const type = kind === "user" ? "aws:iam/user:User" : "aws:iam/role:Role";
  const permissionsBoundary = boundaryOf(arn) ?? "";
  return record(type, name, { arn, name, path, permissionsBoundary, tags: {} });
}

function record(type: string, id: string, properties: Properties): CloudRecord {
  return { type, id, region: globalRegion, properties };
}
