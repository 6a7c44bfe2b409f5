import type { Cloud, Properties } from "../model.ts";

/** Context of an action. */
export interface Call {
  /** Parameters by their names in the request; lists are arrays. */
  readonly input: Properties;
  readonly cloud: Cloud;
  readonly now: Date;
  /** Whether the caller's policies allow an action, like `ec2:CreateTags`. */
  readonly may: (action: string) => boolean;
  /** Thirty-two unique hexadecimal digits. */
  readonly digits: () => string;
}

/** The answer, by the names of the protocol. */
export type Answer = Readonly<Record<string, unknown>>;

/** One action of one service. */
export interface Action {
  /** Known parameters, by the first part of their names. Others are refused. */
  readonly takes: readonly string[];
  /**
   * Runs alone in the cloud.
   * @throws Refusal with AWS's code and text
   */
  readonly act: (call: Call) => Answer | Promise<Answer>;
}

export type Actions = Readonly<Record<string, Action>>;

/** Protocol of a service. */
export interface Service {
  readonly protocol: "ec2" | "query" | "json" | "rest";
  readonly actions: Actions;
}
