import type { Settings } from "../../../policy/settings.ts";
import { secretSignature, signature } from "../../../policy/wire.ts";

/** A resource of a case, as a program would declare it. */
export interface Given {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** What only the provider knows: identifiers. `id` is unknown unless it is given. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Names of the resources that an input property is made of. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
  readonly protect?: boolean;
  /** Name of the component, chart or group that it is a child of. */
  readonly parent?: string;
  readonly provider?: {
    readonly name: string;
    readonly props?: Readonly<Record<string, unknown>>;
  };
}

/** A small stack, and what a rule says of it. */
export interface Case {
  readonly resources: readonly Given[];
  readonly settings?: Partial<Settings>;
  /** Each violation as `name path`. @default none */
  readonly violates?: readonly string[];
  /** What a preview cannot decide, as `name path`. @default none */
  readonly open?: readonly string[];
}

/** The three cases of a rule. */
export interface RuleCases {
  readonly passes: Case;
  readonly fails: Case;
  /** Where a hasty rule would be wrong; `why` says what is special. */
  readonly edge: Case & { readonly why: string };
}

/** The cases of a theme, by rule. */
export type Cases = Readonly<Record<string, RuleCases>>;

/** A value that a preview does not know. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value that is encrypted in the state. */
export const secret = (value: unknown) => ({ [signature]: secretSignature, value });

/** One resource as a case. */
export const one = (
  given: Given,
  expected: Partial<Omit<Case, "resources">> = {},
): Case & { readonly why: string } => ({ why: "", resources: [given], ...expected });

/** An AWS resource; the token is `aws:<module>/<kind, lower>:<Kind>`. */
export const aws = (
  module: string,
  kind: string,
  name: string,
  props: Readonly<Record<string, unknown>>,
  more: Partial<Given> = {},
): Given => ({
  type: `aws:${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
  name,
  props,
  ...more,
});

type Stack = Given | readonly Given[];

interface Three {
  readonly passes: Stack;
  readonly fails: Stack;
  /** Each violation of `fails`, as `name path`. */
  readonly violates: readonly string[];
  readonly edge: Stack;
  readonly why: string;
  /** Each violation of `edge`. @default none */
  readonly finds?: readonly string[];
  /** What a preview of `edge` cannot decide. @default none */
  readonly open?: readonly string[];
  readonly settings?: Partial<Settings>;
}

/** The three cases of a rule, with the same settings. */
export function three(given: Three): RuleCases {
  const listed = (stack: Stack): readonly Given[] =>
    Array.isArray(stack) ? (stack as readonly Given[]) : [stack as Given];
  const common = given.settings === undefined ? {} : { settings: given.settings };
  return {
    passes: { ...common, resources: listed(given.passes) },
    fails: { ...common, resources: listed(given.fails), violates: given.violates },
    edge: {
      ...common,
      resources: listed(given.edge),
      why: given.why,
      violates: given.finds ?? [],
      open: given.open ?? [],
    },
  };
}

/** Settings of a production stack. */
export const production: Partial<Settings> = { protected: true };
