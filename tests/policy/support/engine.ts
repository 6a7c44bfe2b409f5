import type { EngineResource } from "../../../policy/resource.ts";
import type { Rule } from "../../../policy/rule.ts";
import { Session, type Violation } from "../../../policy/session.ts";
import { decode } from "../../../policy/wire.ts";
import { type Given, unknown } from "./case.ts";

/** What the pack told the engine. */
export interface Told {
  readonly policy: string;
  readonly message: string;
  readonly urn: string | undefined;
}

/** A resource as the engine hands it over; what is not given is as for one that nothing is known of. */
export const engineResource = (given: Partial<EngineResource>): EngineResource => ({
  urn: "urn",
  type: "t",
  name: "n",
  props: {},
  protect: false,
  propertyDependencies: {},
  ...given,
});

/** The calls that the engine makes of a pack in one operation: each resource, then the stack. */
export function analyze(
  rules: readonly Rule[],
  given: readonly Given[],
  settings: object = {},
  options: { readonly stack?: string; readonly today?: string } = {},
): readonly Told[] {
  const session = new Session(rules, options.today ?? "2026-06-01");
  session.configure(settings);
  const chain = ({ type, parent }: Given): string => {
    const over = given.find(({ name }) => name === parent);
    return over === undefined ? type : `${chain(over)}$${type}`;
  };
  const urnOf = (resource: Given) =>
    `urn:pulumi:${options.stack ?? "test"}::shop::${chain(resource)}::${resource.name}`;
  const shape = (resource: Given, props: EngineResource["props"]): EngineResource =>
    engineResource({
      type: resource.type,
      name: resource.name,
      urn: urnOf(resource),
      props,
      protect: resource.protect ?? false,
      ...(resource.provider === undefined
        ? {}
        : {
            provider: {
              urn: `urn:pulumi:test::shop::pulumi:providers::${resource.provider.name}`,
              props: decode(resource.provider.props ?? {}),
            },
          }),
    });
  const urnsOf = (names: readonly string[]): readonly string[] =>
    given.filter(({ name }) => names.includes(name)).map(urnOf);
  const outputs = given.map((resource) => ({
    ...shape(
      resource,
      decode({ id: unknown, arn: unknown, ...resource.props, ...resource.outputs }),
    ),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.uses ?? {}).map(([key, names]) => [key, urnsOf(names)]),
    ),
  }));
  const inputs = given.map((resource) => shape(resource, decode(resource.props)));
  const told = (policy: string, violations: readonly Violation[] = []): readonly Told[] =>
    violations.map((violation) => ({ policy, ...violation }));
  return [
    ...inputs.flatMap((resource) =>
      rules.flatMap((rule) =>
        rule.kind === "resource"
          ? told(
              rule.id,
              session.validateResource(rule, resource.props, () => resource),
            )
          : [],
      ),
    ),
    ...rules.flatMap((rule) =>
      rule.kind === "stack"
        ? told(
            rule.id,
            session.validateStack(rule, outputs[0]?.props, () => outputs),
          )
        : [],
    ),
    ...session
      .exemptionIssues()
      .map((message) => ({ policy: "exemptions", message, urn: undefined })),
    ...[session.close()].flatMap((lines) =>
      lines.length === 0 ? [] : [{ policy: "summary", message: lines.join("\n"), urn: undefined }],
    ),
  ];
}
