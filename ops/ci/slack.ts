import { headingOf } from "./comment.ts";
import type { Review } from "./review.ts";

/** A run of a workflow, as Slack tells it. */
export interface Run {
  /** `deploy` or `drift`. */
  readonly what: string;
  readonly stack: string;
  readonly succeeded: boolean;
  /** Address of the run. */
  readonly url: string;
}

/**
 * The text of a message to Slack: what ran, how it ended, the reason of a failure, and the address of the run.
 * @param reasons lines that say why it failed, of which the first three are told
 */
export function slackText(
  { what, stack, succeeded, url }: Run,
  reasons: readonly string[],
): string {
  const end = succeeded ? ":white_check_mark:" : ":x:";
  const verb = succeeded ? "succeeded" : "failed";
  const told = reasons.slice(0, 3).map((reason) => `> ${plain(reason).slice(0, 300)}`);
  return [`${end} ${plain(what)} of ${plain(stack)} ${verb} (<${url}|run>)`, ...told].join("\n");
}

/** Why a run failed, one line each: policies, then resources with the first line of their message. */
export function reasonsOf(review: Review): readonly string[] {
  const stopping = review.violations.filter(({ mandatory }) => mandatory);
  const lines = [
    ...stopping.map(({ rule, lines: [fact = ""] }) => `${rule}: ${fact}`),
    ...review.failures.map(({ resource, messages: [message = ""] }) => {
      // the first line of several issues only counts them
      const [first = "", second] = message.split("\n");
      return `${resource}: ${first.endsWith(":") && second !== undefined ? second.trim() : first}`;
    }),
  ];
  return lines.length > 0 ? [...new Set(lines)] : [headingOf(review)];
}

/** Slack reads `&`, `<` and `>` as control characters. */
const plain = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * Sends a message to an incoming webhook.
 * @param webhook its address, which is a secret and never stands in an error
 * @throws Error with Slack's answer if it refuses
 */
export async function tellSlack(webhook: string, text: string): Promise<void> {
  const response = await fetch(webhook, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok)
    throw new Error(`Slack refused the message: ${response.status} ${await response.text()}`);
}
