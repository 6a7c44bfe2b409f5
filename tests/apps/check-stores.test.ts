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

describe("apps/check: stores without passwords", () => {
  for (const [auth, field, words] of [
    [{ none: true, because: "the image knows no password" }, "host", undefined],
    [{ none: true }, "host", /sessions.auth.because — is missing/],
    ["none", "host", /sessions.auth = "none" — .*Write { none: true, because/],
    [{ none: true, because: "no client" }, "password", /not a connection field of valkey without/],
  ] as const)
    it(`accept ${JSON.stringify(auth)} with ${field}: ${words === undefined}`, () => {
      const open = broken(shop, ["stores", "sessions", "auth"], auth);
      const value = { store: "sessions", field };
      const system = broken(open, ["services", "api", "environment", "MAIN_HOST"], value);
      const lines = checkSystem(system, ground).issues.map(issueLine);
      expect(lines, lines.join("\n")).to.have.lengthOf(words === undefined ? 0 : 1);
      if (words !== undefined) expect(lines[0]).to.match(words);
    });
});
