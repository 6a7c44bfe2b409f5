import { policiesOf } from "../../../policy/policies.ts";
import type { Rule } from "../../../policy/rule.ts";
import { Session } from "../../../policy/session.ts";
import { isUnknown } from "../../../policy/unknown.ts";
import { decode } from "../../../policy/wire.ts";
import { type Given, unknown } from "./case.ts";

type Policies = ReturnType<typeof policiesOf>;

/** What the pack told the engine. */
export interface Told {
  readonly policy: string;
  readonly message: string;
  readonly urn: string | undefined;
}

/** Wraps properties as @pulumi/policy does: what is unknown throws when it is read. */
export function guarded(props: object): Record<string, unknown> {
  return new Proxy(props as Record<string, unknown>, {
    get(target, key) {
      if (key === "__isSpecialProxy") return true;
      if (key === "__getSpecialProxyTarget") return target;
      const value = Reflect.get(target, key) as unknown;
      if (isUnknown(value)) throw new Error(`${String(key)} can't be known during preview`);
      return typeof value === "object" && value !== null ? guarded(value) : value;
    },
  });
}

const notApplicable = (): never => {
  throw new Error("not applicable");
};

/** The calls that the engine makes of a pack in one operation: each resource, then the stack. */
export async function analyze(
  rules: readonly Rule[],
  given: readonly Given[],
  settings: object = {},
  options: { readonly stack?: string; readonly today?: string } = {},
): Promise<readonly Told[]> {
  const session = new Session(rules, options.today ?? "2026-06-01");
  const policies: Policies = policiesOf(rules, session);
  const told: Told[] = [];
  const chain = ({ type, parent }: Given): string => {
    const over = given.find(({ name }) => name === parent);
    return over === undefined ? type : `${chain(over)}$${type}`;
  };
  const urnOf = (resource: Given) =>
    `urn:pulumi:${options.stack ?? "test"}::shop::${chain(resource)}::${resource.name}`;
  const byName = new Map(given.map((resource) => [resource.name, urnOf(resource)]));
  const common = (policy: string) => ({
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>() => (policy === "settings" ? settings : {}) as T,
    notApplicable,
  });
  const shape = (resource: Given, props: object) => ({
    type: resource.type,
    name: resource.name,
    urn: urnOf(resource),
    props: guarded(props),
    opts: {
      protect: resource.protect ?? false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    ...(resource.provider === undefined
      ? {}
      : {
          provider: {
            type: "pulumi:providers",
            name: resource.provider.name,
            urn: `urn:pulumi:test::shop::pulumi:providers::${resource.provider.name}`,
            props: guarded(decode(resource.provider.props ?? {})),
          },
        }),
    isType: () => false,
    asType: () => undefined,
  });
  const decoded = given.map((resource) => decode(resource.props));
  for (const [index, resource] of given.entries())
    for (const policy of policies)
      for (const validate of "validateResource" in policy
        ? [policy.validateResource ?? []].flat()
        : [])
        await validate(
          { ...shape(resource, decoded[index] ?? {}), ...common(policy.name) },
          (message) => told.push({ policy: policy.name, message, urn: urnOf(resource) }),
        );
  const outputs = given.map((resource) =>
    decode({ id: unknown, arn: unknown, ...resource.props, ...resource.outputs }),
  );
  for (const policy of policies)
    if ("validateStack" in policy) {
      const resources = given.map((resource, index) => ({
        ...shape(resource, outputs[index] ?? {}),
        dependencies: [],
        propertyDependencies: {},
      }));
      const linked = resources.map((resource, index) => ({
        ...resource,
        propertyDependencies: Object.fromEntries(
          Object.entries(given[index]?.uses ?? {}).map(([key, names]) => [
            key,
            resources.filter(({ urn }) => names.some((name) => byName.get(name) === urn)),
          ]),
        ),
      }));
      await policy.validateStack({ resources: linked, ...common(policy.name) }, (message, urn) =>
        told.push({ policy: policy.name, message, urn }),
      );
    }
  return told;
}
