import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { localStack } from "../support/local-stack.ts";

const snapshot = join(import.meta.dirname, "identity.local.txt");

describe("identity of the local stack", () => {
  // a changed line is a resource that is deleted and made anew: give it an alias, or mean it and run
  // UPDATE_SNAPSHOTS=1 make unit
  it("is that of the snapshot, resource by resource", async () => {
    const found = (await localStack()).map(({ identity }) => identity).sort();
    expect(new Set(found).size, "a URN stands once").to.equal(found.length);
    const text = `${found.join("\n")}\n`;
    if (process.env["UPDATE_SNAPSHOTS"] === "1" || !existsSync(snapshot)) {
      expect(process.env["CI"], `${snapshot} is missing`).to.equal(undefined);
      writeFileSync(snapshot, text);
    }
    expect(text).to.equal(readFileSync(snapshot, "utf8"));
  });
});
