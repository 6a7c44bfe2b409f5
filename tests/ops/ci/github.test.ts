import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { putComment } from "../../../ops/ci/github.ts";
import { root } from "../../support/local-stack.ts";
import { everything, failed, logOf } from "./events.ts";

interface Comment {
  readonly id: number;
  body: string;
  readonly html_url: string;
}

/** A stand-in of GitHub's comments and of a webhook of Slack. */
class Stand {
  readonly comments: Comment[] = [];
  readonly asked: string[] = [];
  readonly told: string[] = [];
  refuses = false;
  readonly #server: Server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      this.asked.push(`${method} ${url} ${request.headers.authorization ?? ""}`);
      const answer = this.#answer(method, url, text);
      response.writeHead(this.refuses ? 403 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(this.refuses ? { message: "Resource not accessible" } : answer));
    });
  });

  #answer(method: string, url: string, text: string): unknown {
    if (url === "/slack") return this.told.push(text);
    if (method === "GET") {
      const page = Number(new URL(url, "http://x").searchParams.get("page"));
      return this.comments.slice((page - 1) * 100, page * 100);
    }
    const { body }: { body: string } = JSON.parse(text);
    const known = this.comments.find(({ id }) => url.endsWith(`/issues/comments/${id}`));
    if (known !== undefined) known.body = body;
    return known ?? this.add(body);
  }

  add(body: string): Comment {
    const id = this.comments.length + 1;
    const made = { id, body, html_url: `https://github.example/${id}` };
    this.comments.push(made);
    return made;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  stop(): void {
    this.#server.close();
  }
}

describe("ops/ci: the comment on GitHub", function () {
  this.timeout(30_000);
  let stand: Stand;
  let api: string;
  let folder: string;
  beforeEach(async () => {
    stand = new Stand();
    api = await stand.start();
    folder = mkdtempSync(join(tmpdir(), "hanok-ci-"));
  });
  afterEach(() => {
    stand.stop();
    rmSync(folder, { recursive: true });
  });
  const place = () => ({ api, repository: "team/infra", number: 7, token: "t" });

  it("is created once, and then replaced, also on a later page", async () => {
    for (let index = 0; index < 120; index += 1) stand.add(`talk ${index}`);
    expect(await putComment(place(), "<!-- m -->", "<!-- m -->\none")).to.equal(
      "https://github.example/121",
    );
    await putComment(place(), "<!-- m -->", "<!-- m -->\ntwo");
    expect(stand.comments).to.have.lengthOf(121);
    expect(stand.comments.at(-1)?.body).to.equal("<!-- m -->\ntwo");
    expect(stand.asked.at(-1)).to.equal("PATCH /repos/team/infra/issues/comments/121 Bearer t");
  });

  it("passes on GitHub's reason", async () => {
    stand.refuses = true;
    const error: unknown = await putComment(place(), "m", "m").catch((caught: unknown) => caught);
    expect(String(error)).to.match(/GitHub refused GET .*: 403 .*Resource not accessible/);
    expect(String(error)).not.to.include("Bearer");
  });

  /** Runs the steps of a workflow as its shell does. */
  async function run(script: string, more: Readonly<Record<string, string>> = {}) {
    const child = spawn("sh", ["-euc", script], {
      cwd: root,
      env: {
        PATH: `${process.execPath.replace(/\/node$/, "")}:${process.env["PATH"]}`,
        ...{ GITHUB_API_URL: api, GITHUB_REPOSITORY: "team/infra", GITHUB_TOKEN: "t", RUN: folder },
        ...{
          GITHUB_EVENT_PATH: join(folder, "event.json"),
          GITHUB_SERVER_URL: "https://github.example",
        },
        ...{ GITHUB_RUN_ID: "9", STACK: "dev", EVENTS: join(folder, "events.jsonl") },
        ...more,
      },
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { code, output };
  }
  const main = "node --import ./preload.js ops/ci/main.ts";

  it("goes from the events of a preview to the pull request", async () => {
    writeFileSync(join(folder, "events.jsonl"), logOf(everything));
    writeFileSync(join(folder, "event.json"), JSON.stringify({ number: 7 }));
    const script = `${main} review "$STACK" "$EVENTS" > "$RUN/comment.md"; ${main} comment "$RUN/comment.md"`;
    const { code, output } = await run(script);
    expect(code, output).to.equal(0);
    expect(stand.comments[0]?.body).to.match(
      /^<!-- hanok: preview of dev -->\n\n### ⛔ `dev`: loses/,
    );
  });

  it("annotates the line of a setting that is wrong", async () => {
    const message =
      '1 setting is wrong; nothing was changed:\n  hanok:domain = "x" — has only one label. Write one.';
    writeFileSync(join(folder, "events.jsonl"), logOf([failed(message)]));
    const { output } = await run(`${main} review "$STACK" "$EVENTS"`);
    expect(output).to.match(
      /::error file=Pulumi.dev.yaml,line=\d+,title=hanok%3Adomain::has only one label. Write one./,
    );
  });

  it("tells Slack how a deployment ended, and why", async () => {
    writeFileSync(join(folder, "events.jsonl"), logOf(everything));
    const told = `${main} slack deploy "$STACK" failure "$EVENTS"`;
    const { code, output } = await run(told, { SLACK_WEBHOOK: `${api}/slack` });
    expect(code, output).to.equal(0);
    const { text }: { text: string } = JSON.parse(stand.told[0] ?? "{}");
    expect(text.split("\n")).to.deep.equal([
      ":x: deploy of dev failed (<https://github.example/team/infra/actions/runs/9|run>)",
      "> rds-not-public: aws:rds/instance:Instance zipbob-mariadb: `publiclyAccessible` is true; it must be false.",
    ]);
    expect((await run(told)).output).to.include("SLACK_WEBHOOK is not set");
  });

  it("says what a workflow forgot", async () => {
    writeFileSync(join(folder, "event.json"), "{}");
    writeFileSync(join(folder, "comment.md"), "<!-- hanok: preview of dev -->");
    const { code, output } = await run(`${main} comment "$RUN/comment.md"`);
    expect([code, output]).to.deep.equal([2, "ci: this run belongs to no pull request\n"]);
    expect((await run(main)).code).to.equal(2);
  });
});
