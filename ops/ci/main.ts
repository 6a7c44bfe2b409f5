import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../sandbox/engine/paths.ts";
import { annotationsOf, commandOf } from "./annotations.ts";
import { commentOf } from "./comment.ts";
import { putComment } from "./github.ts";
import { eventsIn, type Review, reviewOf } from "./review.ts";
import { reasonsOf, slackText, tellSlack } from "./slack.ts";

const usage = `node ops/ci/main.ts <command>
  review <stack> <event log>          print the comment of a preview; annotate the settings that are wrong
  comment <file>...                   write comments to the pull request of this workflow run
  slack <what> <stack> <success|failure|cancelled> [event log]   tell Slack how a run ended, and why
variables: GITHUB_TOKEN  GITHUB_REPOSITORY  GITHUB_EVENT_PATH  GITHUB_API_URL  SLACK_WEBHOOK
exit status: 0 if it is done, 2 otherwise`;

/** @throws Error if GitHub Actions or the workflow does not set it */
function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}

function read(stack: string, log: string): Review {
  return reviewOf(stack, eventsIn(readFileSync(log, "utf8")));
}

function review(stack: string, log: string): void {
  const found = read(stack, log);
  const file = `Pulumi.${stack}.yaml`;
  const path = join(repository, file);
  const messages = found.failures.flatMap((failure) => failure.messages);
  const yaml = existsSync(path) ? readFileSync(path, "utf8") : "";
  // annotations are commands on the standard error, because the standard output is the comment
  for (const annotation of annotationsOf(messages, yaml))
    console.error(commandOf(file, annotation));
  const comment = commentOf(found);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary !== undefined) appendFileSync(summary, comment);
  console.log(comment);
}

async function comment(files: readonly string[]): Promise<void> {
  const event: unknown = JSON.parse(readFileSync(variable("GITHUB_EVENT_PATH"), "utf8"));
  const number =
    typeof event === "object" && event !== null && "number" in event ? event.number : undefined;
  if (typeof number !== "number") throw new Error("this run belongs to no pull request");
  const place = {
    api: process.env["GITHUB_API_URL"] ?? "https://api.github.com",
    repository: variable("GITHUB_REPOSITORY"),
    number,
    token: variable("GITHUB_TOKEN"),
  };
  for (const file of files) {
    const body = readFileSync(file, "utf8");
    const [marker = ""] = body.split("\n");
    if (!marker.startsWith("<!-- hanok: ")) throw new Error(`${file} does not begin with a marker`);
    console.log(await putComment(place, marker, body));
  }
}

async function slack(what: string, stack: string, end: string, log?: string): Promise<void> {
  const webhook = process.env["SLACK_WEBHOOK"] ?? "";
  if (webhook === "") {
    console.log("SLACK_WEBHOOK is not set: nobody is told");
    return;
  }
  const url = `${variable("GITHUB_SERVER_URL")}/${variable("GITHUB_REPOSITORY")}/actions/runs/${variable("GITHUB_RUN_ID")}`;
  const succeeded = end === "success";
  const reasons =
    succeeded || log === undefined || !existsSync(log) ? [] : reasonsOf(read(stack, log));
  await tellSlack(webhook, slackText({ what, stack, succeeded, url }, reasons));
}

const [command, ...given] = process.argv.slice(2);
try {
  const [one, two, three, four] = given;
  if (command === "review" && one !== undefined && two !== undefined) review(one, two);
  else if (command === "comment" && given.length > 0) await comment(given);
  else if (command === "slack" && one && two && three) await slack(one, two, three, four);
  else {
    console.error(usage);
    process.exitCode = 2;
  }
} catch (error) {
  console.error(`ci: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
