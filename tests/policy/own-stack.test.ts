import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { ownReason } from "../../policy/exemptions.ts";
import { rules } from "../../policy/rules.ts";
import { packOf } from "../../sandbox/engine/analyzer.ts";
import { environment } from "../../stacks/environment.ts";
import { awsOutputs } from "../../ops/mocks/aws.ts";
import { shop } from "../support/fixtures.ts";
import { localStack, recordStack, rehearsedStack } from "../support/local-stack.ts";
import type { Recorded } from "../../ops/mocks/recorder.ts";
import { recordedOn } from "../apps/deployed.ts";
import { richStack } from "../support/rich-stack.ts";
import { devSettings, reachable } from "../support/settings.ts";
import type { Given } from "./support/case.ts";
import { analyze } from "./support/engine.ts";

/** Dev with one NAT gateway instead of an instance, and a system without Vault and without a store. */
const anotherDev = () =>
  recordStack(
    environment(
      "dev",
      {
        ...devSettings,
        "hanok:network": { cidr: "10.17.0.0/16", nat: "single" },
        "hanok:cluster": {
          ...reachable,
          admins: ["hanok-bootstrap/hanok-deploy", "platform-admin"].map(
            (role) => `arn:aws:iam::123456789012:role/${role}`,
          ),
        },
        "hanok:permissionsBoundary":
          "arn:aws:iam::123456789012:policy/hanok-bootstrap/hanok-boundary",
        "hanok:charts": { kind: "folder", path: "charts" },
        "hanok:secrets": { kind: "generated" },
      },
      { shop },
    ),
  );

const stacks: Readonly<Record<string, () => Promise<readonly Recorded[]>>> = {
  local: localStack,
  dev: () => rehearsedStack("dev"),
  prod: () => rehearsedStack("prod"),
};

const givenOf = (recorded: readonly Recorded[]): readonly Given[] =>
  recorded.map(({ type, name, inputs, sealed = inputs }) => ({
    type,
    name,
    // what others name it by is computed
    props: { ...awsOutputs({ type, name, inputs }), ...sealed },
  }));

function toldOf(stack: string, given: readonly Given[], more: object = {}) {
  const { config = "" } = packOf(stack);
  const { settings }: { settings: object } = JSON.parse(readFileSync(config, "utf8"));
  const told = analyze(rules, given, { ...settings, ...more }, { stack, today: "2026-11-21" });
  return told.filter(({ policy }) => policy !== "summary");
}

const shown = (told: ReturnType<typeof toldOf>): readonly string[] =>
  told.map(({ policy, message }) => `${policy}: ${message.split("\n")[0] ?? ""}`);

for (const [stack, record] of Object.entries(stacks))
  describe(`the stack ${stack}`, function () {
    this.timeout(60_000);

    it("breaks no rule that its settings, or a part of it, do not exempt with a reason", async () => {
      const given = givenOf(await record());
      expect(shown(toldOf(stack, given))).to.deep.equal([]);
      expect(given.length).to.be.greaterThan(100);
    });

    it("has no part that exempts itself from a rule without need", async () => {
      const given = givenOf(await record());
      const broken = new Set(
        toldOf(stack, given, { ownExemptions: false, protected: true }).map(
          ({ policy, urn = "" }) => `${policy} ${urn.split("::").at(-1) ?? ""}`,
        ),
      );
      const marked = given.flatMap(({ name, props }) =>
        rules
          .filter(({ id }) => ownReason(id, props) !== undefined)
          .map(({ id }) => `${id} ${name}`),
      );
      expect(marked).to.not.be.empty;
      expect(marked.filter((mark) => !broken.has(mark))).to.deep.equal([]);
    });
  });

describe("the settings of dev", function () {
  this.timeout(60_000);

  it("fit a system without Vault, and one NAT gateway", async () => {
    const given = givenOf(await anotherDev());
    const names = given.map(({ name }) => name);
    expect(names.filter((name) => /vault|nat-instance/.test(name))).to.deep.equal([]);
    expect(shown(toldOf("dev", given))).to.deep.equal([]);
  });

  it("fit systems with every way in and out of a service", async () => {
    const given = givenOf(await richStack());
    expect(shown(toldOf("dev", given))).to.deep.equal([]);
    const types = given.map(({ type }) => type.split(":").at(-1));
    expect(types).to.include.members(["GRPCRoute", "PodIdentityAssociation"]);
  });

  it("fit the systems that no stack of the repository runs", async () => {
    expect(shown(toldOf("dev", givenOf(await recordedOn("dev"))))).to.deep.equal([]);
  });

  it("tell of an exemption that names what the stack does not make", async () => {
    const exemption = {
      rule: "netpol-default-deny",
      resource: "cluster-vault-namespace",
      reason: "The chart in it opens and closes its own ports",
      expires: "2027-06-30",
    };
    const told = toldOf("dev", givenOf(await anotherDev()), { exemptions: [exemption] });
    expect(shown(told)).to.deep.equal([
      "exemptions: settings.exemptions[0] (netpol-default-deny for cluster-vault-namespace) names no resource of the stack: remove it, or correct its resource",
    ]);
  });
});
