import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { issueLine } from "../../components/validation.ts";
import { broken } from "../support/broken.ts";
import { ground, shop } from "./shop.ts";

describe("apps/check: shared databases", () => {
  for (const [files, words] of [
    [{ of: "api" }, undefined],
    [{ of: "api", readOnly: true }, undefined],
    [{ of: "ap" }, /files.of = "ap" — is not a service that uses this store. Did you mean api/],
    [{ of: "files" }, /files.of = "files" — is the service itself. .*api/],
    [{ of: "api", readOnly: false }, /files.readOnly = false — .*Write true, or leave it out/],
    [{ owner: "api" }, /files.owner = "api" — is not known here. Write { of: "edge" }/],
  ] as const)
    it(`checks a shared database ${JSON.stringify(files)}`, () => {
      const shared = broken(shop, ["services", "files", "uses"], ["orders"]);
      const both = broken(shared, ["stores", "orders", "databases"], { api: "one", files });
      const lines = checkSystem(both, ground).issues.map(issueLine);
      expect(lines, lines.join("\n")).to.have.lengthOf(words === undefined ? 0 : 1);
      if (words !== undefined) expect(lines[0]).to.match(words);
    });
});
