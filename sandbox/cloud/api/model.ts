import type { Cloud, Properties } from "../model.ts";

/** What an action works with. */
export interface Call {
  /** Parameters by their names on the wire; lists are lists. */
  readonly input: Properties;
  readonly cloud: Cloud;
  readonly now: Date;
  /** Whether the caller's policies allow an action, like `ec2:CreateTags`. */
  readonly may: (action: string) => boolean;
  /** Thirty-two hexadecimal digits that nothing else has. */
  readonly digits: () => string;
}

/** What goes into the answer, by the names on the wire. */
export type Answer = Readonly<Record<string, unknown>>;

/** One action of one service. */
export interface Action {
  /** Parameters that are understood, by the first part of their names. Every other is refused. */
  readonly takes: readonly string[];
  /** Throws a `Refusal` with AWS's code and text. It is alone in the cloud while it works. */
  readonly act: (call: Call) => Answer | Promise<Answer>;
}

export type Actions = Readonly<Record<string, Action>>;

/** How a service is spoken to. */
export interface Service {
  readonly protocol: "ec2" | "query" | "json" | "rest";
  readonly actions: Actions;
}
