import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { localStack, rehearsedStack } from "../support/local-stack.ts";
import type { Recorded } from "../../ops/mocks/recorder.ts";

/** Comparison of a snapshot with the current resources, as sorted lists. */
export interface Comparison {
  /** Missing resources: deleted, or created again under another identity. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

export function compare(snapshot: readonly string[], found: readonly string[]): Comparison {
  const without = (list: readonly string[], others: readonly string[]) =>
    list.filter((line) => !others.includes(line)).sort();
  return { gone: without(snapshot, found), added: without(found, snapshot) };
}

const stacks: Readonly<Record<string, () => Promise<readonly Recorded[]>>> = {
  local: localStack,
  dev: () => rehearsedStack("dev"),
  prod: () => rehearsedStack("prod"),
};

for (const [stack, record] of Object.entries(stacks)) {
  const file = join(import.meta.dirname, `identity.${stack}.txt`);

  describe(`identity of the stack ${stack}`, () => {
    it("keeps all resources of the snapshot; new ones are added to it", async () => {
      const found = (await record()).map(({ identity }) => identity).sort();
      expect(new Set(found).size, "a URN stands once").to.equal(found.length);
      const isCi = (process.env["CI"] ?? "") !== "";
      if (!existsSync(file) && isCi) expect.fail(`${file} is missing; run make unit and commit it`);
      const snapshot = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
      const { gone, added } = compare(snapshot, found);
      const isMeant = process.env["UPDATE_SNAPSHOTS"] === "1";
      if (gone.length > 0 && !isMeant) expect.fail(lost(file, gone, added));
      if (gone.length + added.length === 0) return;
      if (!isCi) writeFileSync(file, `${found.join("\n")}\n`);
      const what = isCi ? "are not in the snapshot yet" : `were written into ${file}`;
      console.log(`      note: ${added.length} new resources ${what}`);
    });
  });
}

describe("comparison with a snapshot", () => {
  it("distinguishes removed and renamed resources from new ones", () => {
    const before = ["Stack$Service::a", "Stack$Service::b"];
    expect(compare(before, [...before, "Stack$Service::c"])).to.deep.equal({
      gone: [],
      added: ["Stack$Service::c"],
    });
    expect(compare(before, ["Stack$Service::a", "Stack$Service::renamed"])).to.deep.equal({
      gone: ["Stack$Service::b"],
      added: ["Stack$Service::renamed"],
    });
  });
});

function lost(file: string, gone: readonly string[], added: readonly string[]): string {
  const lines = (sign: string, list: readonly string[]) => list.map((line) => `  ${sign} ${line}`);
  return [
    "these resources would be deleted:",
    ...lines("-", gone),
    ...(added.length === 0 ? [] : ["and these made:", ...lines("+", added)]),
    "Where a name or a parent changed, give the resource an alias of the old one (aliases: [...]).",
    `Where it is meant, run UPDATE_SNAPSHOTS=1 make unit, and commit ${file}.`,
  ].join("\n");
}
