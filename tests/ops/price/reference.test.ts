import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { rehearsed, root } from "../../../ops/mocks/program.ts";
import { pricedStack, savingsOf } from "../../../ops/price/savings.ts";
import { totalOf } from "../../../policy/price/price.ts";
import { fixedMonthlyUsd } from "../../../stacks/price/fixed-price.ts";

const page = readFileSync(join(root, "docs/reference/prices.md"), "utf8");

/** The sum of a row of the overview in docs/reference/prices.md. */
function together(name: string): string {
  const row = page.split("\n").find((line) => line.startsWith(`| ${name} `));
  return row?.split("|").at(-2)?.trim() ?? `no row ${name}`;
}

describe("docs/reference/prices.md", function () {
  this.timeout(60_000);

  it("meets the cost goal of the platform alone: 190 US dollars always on, 150 with office hours", () => {
    expect(Number(together("dev: platform alone"))).to.be.within(100, 190);
    expect(Number(together("dev with office hours: platform alone"))).to.be.within(100, 150);
  });

  it("agrees with the README and the guide of the office hours", () => {
    const always = together("dev: platform alone");
    const office = together("dev with office hours: platform alone");
    const readme = readFileSync(join(root, "README.md"), "utf8");
    expect(readme).to.contain(`costs ${always} US dollars`).and.contain(`${office} with [office`);
    const guide = readFileSync(join(root, "docs/guides/office-hours.md"), "utf8");
    expect(guide).to.contain(`costs ${office} US dollars a month instead of ${always}`);
  });

  it("agrees with the stack output fixedMonthlyUsd: what is always there, and logs", async () => {
    for (const name of ["dev", "prod"]) {
      const { price } = await pricedStack(name, {
        "hanok:usage": { controlPlaneLogsGb: 4, flowLogsGb: 1 },
      });
      const always = price.positions.filter(
        ({ system, type, name: of, by, what }) =>
          system === "platform" &&
          !type.endsWith(":Release") &&
          // the output counts neither the private zone nor the logs of the web ACL
          type !== "aws:route53/zone:Zone" &&
          // nor what an add-on has for a system's store
          !of.startsWith("cluster-vault-") &&
          (by === "time" || (/GB of logs|kept for/.test(what) && !of.endsWith("web-acl"))),
      );
      expect(always.length).to.be.greaterThan(12);
      const output = fixedMonthlyUsd(rehearsed(name)) ?? Number.NaN;
      expect(totalOf(always)).to.be.closeTo(output, 0.005);
    }
  });
});

describe("what would lower the price", function () {
  this.timeout(120_000);

  it("is computed by a run with each setting, the largest saving first", async () => {
    const now = totalOf((await pricedStack("dev")).price.positions);
    const savings = await savingsOf("dev", rehearsed("dev"), now);
    const hours = { "hanok:hours": { kind: "office", from: "08:00", to: "20:00" } };
    const office = totalOf((await pricedStack("dev", hours)).price.positions);
    expect(savings[0]?.what).to.equal("Office hours");
    expect(savings[0]?.usd).to.be.closeTo(now - office, 1e-6);
    const amounts = savings.map(({ usd }) => usd);
    expect(amounts).to.deep.equal([...amounts].sort((one, other) => other - one));
    expect(Math.min(...amounts)).to.be.at.least(1);
  });

  it("of prod names NAT gateways, Spot and sizes, and no setting that is refused", async () => {
    const now = totalOf((await pricedStack("prod")).price.positions);
    const savings = await savingsOf("prod", rehearsed("prod"), now);
    const names = savings.map(({ what }) => what);
    expect(names).to.include.members([
      "One NAT gateway for all zones",
      "Spot nodes first",
      "Smaller services and stores",
    ]);
    // data is kept there: nodes do not go home at night
    expect(names).to.not.include("Office hours");
    // it is refused where the loss of a zone is survived
    expect(names).to.not.include("A NAT instance");
    const single = savings.find(({ what }) => what === "One NAT gateway for all zones");
    // two gateways and two addresses less
    expect(single?.usd).to.be.closeTo(2 * (43.07 + 3.65), 0.01);
  });
});
