import type { Given } from "../support/case.ts";

/** A plan as a real project writes it, and the rules that must speak of it. */
export interface Plan {
  readonly why: string;
  readonly resources: readonly Given[];
  /** Each as `rule resource`. Other rules may advise beside them, of low and medium severity. */
  readonly violates: readonly string[];
  /** @default test */
  readonly stack?: string;
}

type Props = Readonly<Record<string, unknown>>;

export const given = (
  type: string,
  name: string,
  props: Props,
  more: Partial<Given> = {},
): Given => ({ type, name, props, ...more });
