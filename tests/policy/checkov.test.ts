import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { decode } from "../../policy/wire.ts";
import { packOf } from "../../sandbox/engine/analyzer.ts";
import { awsOutputs } from "../../ops/mocks/aws.ts";
import { rehearsedStack } from "../support/local-stack.ts";
import { leftAlone, sameAs } from "./checkov/checks.ts";
import { type Convertible, terraformPlan } from "./checkov/terraform.ts";
import { shown } from "./field/declare.ts";
import { clean, violating } from "./field/plans.ts";
import type { Given } from "./support/case.ts";
import { analyze } from "./support/engine.ts";

/** `pip install checkov`; 3.3.30 was tried. */
const checkov = process.env["CHECKOV"] ?? "checkov";

interface Subject {
  readonly resources: readonly Convertible[];
  /** Ids of the rules that report something of it, exempted or not. */
  readonly told: () => Promise<ReadonlySet<string>>;
}

const told = async (given: readonly Given[], stack: string, settings: object = {}) =>
  new Set(analyze(rules, given, settings, { stack }).map(({ policy }) => policy));

async function rehearsed(stack: string): Promise<Subject> {
  const recorded = await rehearsedStack(stack);
  const outputs = recorded.map((one) => ({ ...awsOutputs(one), id: `${one.name}-id` }));
  // several resources of one name have one ARN here: then all of them are meant
  const named = new Map<string, string[]>();
  recorded.forEach(({ type, name }, index) => {
    for (const value of Object.values(outputs[index] ?? {}))
      if (typeof value === "string")
        named.set(value, [...(named.get(value) ?? []), `${type} ${name}`]);
  });
  const users = (value: unknown): readonly string[] => {
    if (typeof value === "string") return named.get(value) ?? [];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(users) : [];
  };
  const given = recorded.map(({ type, name, inputs }, index) => ({
    type,
    name,
    props: { ...outputs[index], ...inputs },
    uses: Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, users(value)])),
  }));
  const { config = "" } = packOf(stack);
  const { settings } = JSON.parse(readFileSync(config, "utf8")) as { readonly settings: object };
  // what an exemption explains counts as reported
  return { resources: given, told: () => told(given, stack, { ...settings, exemptions: [] }) };
}

async function subjects(): Promise<Readonly<Record<string, Subject>>> {
  const plans = [...clean, ...violating].map((plan, index): [string, Subject] => {
    const given = shown(plan, "update");
    const resources = given.map((one) => ({ ...one, props: decode(one.props) }));
    return [
      `plan-${index}`,
      { resources, told: () => told(given, plan.stack ?? "test", plan.settings) },
    ];
  });
  return {
    dev: await rehearsed("dev"),
    prod: await rehearsed("prod"),
    ...Object.fromEntries(plans),
  };
}

interface Failed {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly file_path: string;
}

function failedIn(folder: string): readonly Failed[] {
  const options = ["--framework", "terraform_plan", "-o", "json", "--compact", "--quiet"];
  const { stdout } = spawnSync(checkov, ["-d", folder, ...options, "--skip-download"], {
    encoding: "utf8",
    maxBuffer: 64 * 2 ** 20,
    timeout: 300_000,
  });
  const { results } = JSON.parse(stdout) as {
    readonly results: { readonly failed_checks: readonly Failed[] };
  };
  return results.failed_checks;
}

const bySource = new Map<string, string[]>();
for (const { id, sources } of rules)
  for (const source of sources) bySource.set(source, [...(bySource.get(source) ?? []), id]);

describe("Checkov and the pack", function () {
  this.timeout(600_000);

  it("what it finds in AWS resources, the pack reports or leaves alone with a reason", async function () {
    if (spawnSync(checkov, ["--version"]).status !== 0) {
      console.log("      skipped: checkov is not on the PATH, nor named by CHECKOV");
      this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), "hanok-checkov-"));
    try {
      const all = await subjects();
      for (const [name, { resources }] of Object.entries(all))
        writeFileSync(join(folder, `${name}.json`), JSON.stringify(terraformPlan(resources)));
      const failed = failedIn(folder);
      expect(failed.length).to.be.greaterThan(100);
      const reported = new Map<string, ReadonlySet<string>>();
      const missed: string[] = [];
      for (const { check_id: check, check_name: says, resource, file_path: file } of failed) {
        if (check in leftAlone) continue;
        const name = file.replace(/^.*\/|\.json$/g, "");
        const ids = reported.get(name) ?? (await all[name]?.told()) ?? new Set();
        reported.set(name, ids);
        const meant = sameAs[check] === undefined ? (bySource.get(check) ?? []) : [sameAs[check]];
        if (!meant.some((id) => ids.has(id)))
          missed.push(`${check} ${says}: ${resource} of ${name}`);
      }
      expect(missed.join("\n")).to.equal("");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("each rule that stands for a check is of the pack, and each reason says something", () => {
    const ids = new Set(rules.map(({ id }) => id));
    for (const [check, id] of Object.entries(sameAs)) expect(ids.has(id), check).to.be.true;
    for (const [check, reason] of Object.entries(leftAlone))
      expect(reason, check).to.match(/^\S.{20,}$/);
  });
});
