import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { repositoryFiles, root, textOf } from "./sources.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = repositoryFiles().filter((file) => file.startsWith(".github/workflows/"));
const workflows = files.map((file) => {
  const workflow: Workflow = parse(textOf(file));
  return { file, workflow, jobs: Object.entries(workflow.jobs) };
});

describe("GitHub workflows", () => {
  it("are check, preview, deploy and drift", () =>
    expect(files.map((file) => file.split("/").at(-1))).to.have.members([
      "check.yml",
      "deploy.yml",
      "drift.yml",
      "preview.yml",
    ]));

  for (const { file, workflow, jobs } of workflows)
    describe(file, () => {
      it("pins each action by a commit, with its version in a comment", () => {
        const uses = textOf(file)
          .split("\n")
          .filter((line) => /^\s*(- )?uses:/.test(line));
        expect(uses).to.not.be.empty;
        for (const line of uses)
          expect(line).to.match(/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      });

      it("has no right by default, and names those of each job with a time limit", () => {
        expect(workflow.permissions).to.deep.equal({});
        for (const [name, job] of jobs) {
          expect(job.permissions, name).to.include({ contents: "read" });
          expect(job["timeout-minutes"], name).to.be.above(0);
        }
      });

      it("puts no expression into a script, where its value would be code", () => {
        for (const [, { steps }] of jobs)
          for (const { run = "" } of steps) expect(run).to.not.include("${{");
      });

      it("gives no credential to what a fork can reach", () => {
        expect(workflow.on).to.not.have.property("pull_request_target");
        if (!("pull_request" in workflow.on)) return;
        expect(textOf(file)).to.not.include("secrets.");
        const isOwn = "github.event.pull_request.head.repo.full_name == github.repository";
        for (const [name, job] of jobs) {
          const rights = Object.entries(job.permissions ?? {});
          if (rights.every(([, right]) => right === "read")) continue;
          const guard = [job.if, job.needs === undefined ? "" : workflow.jobs[job.needs]?.if].join(
            " ",
          );
          expect(guard, name).to.include(isOwn);
        }
      });

      it("assumes an AWS role only with a token, and deploys only in an environment", () => {
        for (const [name, job] of jobs) {
          const assumes = job.steps.some(({ uses = "" }) =>
            uses.includes("configure-aws-credentials"),
          );
          expect(job.permissions?.["id-token"] === "write", name).to.equal(assumes);
          if (assumes && file.endsWith("preview.yml")) continue;
          if (assumes) expect(job.environment, name).to.be.a("string");
        }
      });
    });

  for (const [command, ...args] of [
    ["actionlint", ...files],
    ["zizmor", "--offline", ".github"],
  ] as const)
    it(`have no finding of ${command}`, function () {
      this.timeout(60_000);
      const { status, error, stdout, stderr } = spawnSync(command, args, {
        cwd: root,
        encoding: "utf8",
      });
      if (error !== undefined) {
        console.log(`      skipped: ${command} is not installed; the workflow check runs it`);
        this.skip();
      }
      expect(status, `${stdout}${stderr}`).to.equal(0);
    });
});
