import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { instanceType } from "../../../components/check/instance-type.ts";
import { bytes, cores } from "../../../components/check/quantity.ts";
import { distance, nearest } from "../../../components/check/suggest.ts";
import {
  ValidationError,
  issueLine,
  hidden,
  isSecretName,
  throwIfInvalid,
} from "../../../components/validation.ts";
import { instanceTypes as sandboxTypes } from "../../../sandbox/cluster/instance-types.ts";

describe("components/check", () => {
  it("computes the distance of two words", () => {
    expect(distance("egde", "edge")).to.equal(1);
    expect(distance("", "edge")).to.equal(4);
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(distance(one, one)).to.equal(0);
        expect(distance(one, other)).to.equal(distance(other, one));
        expect(distance(one, other)).to.be.at.most(Math.max(one.length, other.length));
      }),
    );
  });

  it("suggests a similar word, and nothing else", () => {
    expect(nearest("Domian", ["region", "domain"])).to.equal("domain");
    expect(nearest("potato", ["region", "domain"])).to.equal(undefined);
  });

  it("reads quantities as Kubernetes does", () => {
    expect(["1Gi", "1.5Gi", "1G", "1k", "7"].map(bytes)).to.deep.equal([
      2 ** 30,
      1.5 * 2 ** 30,
      1e9,
      1e3,
      7,
    ]);
    expect(["1GB", "-1Gi", "1 Gi", "512m", "", "0x10"].map(bytes)).to.deep.equal(
      Array(6).fill(undefined),
    );
    expect(["250m", "2", "0.5"].map(cores)).to.deep.equal([0.25, 2, 0.5]);
    expect(["512Mi", "1.5m", "-1", "", "2c"].map(cores)).to.deep.equal(Array(5).fill(undefined));
  });

  it("knows every instance type of the sandbox, with the same capacity", () => {
    for (const [name, { arch, vcpu, memoryMiB }] of sandboxTypes) {
      const memory = memoryMiB / 1024;
      expect(instanceType(name)).to.deep.equal({ name, architecture: arch, vcpu, memory });
    }
  });

  it("rejects instance types that do not exist", () => {
    const none = [
      "m7.large",
      "m7i",
      "m7i.medium",
      "m7i.huge",
      "t3.4xlarge",
      "x.y.z",
      "m7i.toString",
    ];
    expect(none.filter((name) => instanceType(name) !== undefined)).to.deep.equal([]);
  });
});

describe("components/issue", () => {
  it("recognises names of secrets", () => {
    const secret = [
      "DB_PASSWORD",
      "vault_token",
      "API_KEY",
      "apiKey",
      "CLIENT_SECRET",
      "accessKey",
    ];
    const plain = ["TOKEN_TTL", "MONKEY", "SECRET_NAME", "LOG_LEVEL", "KEYBOARD"];
    expect([...secret, ...plain].filter(isSecretName)).to.deep.equal(secret);
  });

  it("never shows a secret value, and at most one line of any value", () => {
    const line = (key: string, value: unknown) =>
      issueLine({ key, value, problem: "is wrong", remedy: "Write another." });
    expect(line("a:b", hidden)).to.equal("a:b = [secret] — is wrong. Write another.");
    expect(line("a.DB_PASSWORD", "hunter2")).to.equal(
      "a.DB_PASSWORD = [secret] — is wrong. Write another.",
    );
    expect(line("a", { b: "hunter2" })).to.equal("a = {b} — is wrong. Write another.");
    expect(line("a", "x\n\u001b[31m".repeat(50)))
      .to.have.length.below(600)
      .and.not.match(/[\n\u001b]/);
  });

  it("throws all issues at once, and returns if there are none", () => {
    const issue = { key: "a", value: 1, problem: "is wrong", remedy: "Write 2." };
    expect(() => throwIfInvalid([])).not.to.throw();
    expect(() => throwIfInvalid([issue, issue])).to.throw(
      ValidationError,
      "2 settings are wrong; nothing was changed:\n  a = 1 — is wrong. Write 2.\n  a = 1",
    );
  });
});
