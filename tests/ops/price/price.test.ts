import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { pins } from "../../../ops/mocks/aws.ts";
import { itemsOf, recordStack, rehearsed, root } from "../../../ops/mocks/program.ts";
import { priceLines } from "../../../ops/price/table.ts";
import { type Price, priceOf, totalOf } from "../../../policy/price/price.ts";
import { Stack } from "../../../policy/price/stack.ts";
import { dockerHub } from "../../support/settings.ts";

async function priced(
  stack: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly price: Price; readonly of: Stack }> {
  const environment = rehearsed(stack, settings);
  const of = new Stack(itemsOf(await recordStack(environment)));
  return { price: priceOf(of), of };
}

const total = async (stack: string, settings: Readonly<Record<string, unknown>> = {}) =>
  totalOf((await priced(stack, settings)).price.positions);

describe("the price of a stack", function () {
  this.timeout(60_000);

  it("P6: is known before the stack exists: every resource of dev and prod has a price", async () => {
    for (const stack of ["dev", "prod"]) {
      const { price } = await priced(stack);
      expect(price.positions.filter(({ usd }) => usd === undefined)).to.deep.equal([]);
      expect(price.positions.length).to.be.greaterThan(40);
      expect(price.capacity.homeless).to.deep.equal([]);
    }
  });

  it("is zero on an existing cluster", async () => {
    expect((await priced("local")).price.positions).to.deep.equal([]);
  });

  it("agrees with the sum of its systems and components, and lists what it assumes", async () => {
    const { price, of } = await priced("dev");
    const lines = priceLines(price, of, "dev");
    const column = (heading: string) => {
      const from = lines.findIndex((line) => line.startsWith(heading));
      const table = lines[from] ?? "";
      return table
        .split("\n")
        .slice(1)
        .map((row) => Number(row.trim().split(/ {2,}/).at(-1)));
    };
    const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0);
    const all = totalOf(price.positions);
    expect(sum(column("system"))).to.be.closeTo(all, 0.02);
    expect(sum(column("component"))).to.be.closeTo(all, 0.06);
    expect(lines.join("\n")).to.contain("natGb: ").and.contain("Spot: 100 % of the nodes");
  });

  it("with office hours is lower by the hours of the nodes and their disks", async () => {
    const hours = { kind: "office", from: "08:00", to: "20:00" };
    const always = await priced("dev");
    const office = await priced("dev", { "hanok:hours": hours });
    const group = (price: Price) =>
      totalOf(price.positions.filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup"));
    expect(group(office.price)).to.be.closeTo((group(always.price) * 12.5 * 5) / 168, 0.005);
    expect(office.of.awake.pools).to.be.closeTo((730 * (12 + 25 / 60) * 5) / 168, 1e-6);
  });

  // each computed by hand from the price tables of Seoul
  const network = (nat: string) => ({ "hanok:network": { cidr: "10.16.0.0/16", nat } });
  const cluster = (settings: object) => ({
    "hanok:cluster": {
      ...pins,
      publicAccess: ["203.0.113.0/24"],
      pullThrough: { "docker.io": dockerHub },
      admins: [
        "arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-deploy",
        "arn:aws:iam::123456789012:role/platform-admin",
      ],
      viewers: ["arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-preview"],
      ...settings,
    },
  });
  const system = (instanceType: string, count: number) =>
    cluster({ systemNodes: { instanceType, count } });
  const changes: readonly (readonly [string, Readonly<Record<string, unknown>>, number])[] = [
    // a gateway, 730 h at 0.059, and 10 GB at 0.059, in place of 730 h at 0.0052 and 8 GB at 0.0912
    ["nat: single", network("single"), 43.07 + 0.59 - 3.796 - 0.7296],
    // three of them; two more addresses of 730 h at 0.005
    ["nat: per-zone", network("per-zone"), 3 * 43.07 + 0.59 + 7.3 - 3.796 - 0.7296],
    // 730 h at 0.0416, and 24 GB at 0.0912
    ["one more system node", system("t4g.medium", 3), 30.368 + 2.1888],
    // twice 730 h at 0.0832 in place of 0.0416
    ["larger system nodes", system("t4g.large", 2), 2 * 30.368],
    // 730 h at 0.0225; a zone; an alarm for its certificate
    ["internal gateway", { "hanok:internalGateway": true }, 16.425 + 0.5 + 0.1],
    // 4 GB of logs, kept 83 days more, at 0.0314
    ["logs for 90 days", cluster({ logs: { retentionDays: 90 } }), (4 * 83 * 0.0314) / 30],
  ];
  for (const [what, settings, usd] of changes)
    it(`changes by what a hand computation says: ${what}`, async () => {
      expect((await total("dev", settings)) - (await total("dev"))).to.be.closeTo(usd, 0.005);
    });

  it("is told by make price, as a table and as JSON", () => {
    const run = (...words: readonly string[]) =>
      spawnSync(
        process.execPath,
        ["--import", "./preload.js", join("ops/price/main.ts"), ...words],
        {
          cwd: root,
          encoding: "utf8",
          env: { ...process.env, STACK: "dev" },
        },
      );
    const { status, stdout } = run("json");
    expect(status).to.equal(0);
    const { total: sum, systems } = JSON.parse(stdout) as {
      total: { fixed: number };
      systems: readonly { name: string }[];
    };
    expect(sum.fixed).to.be.greaterThan(100);
    expect(systems.map(({ name }) => name)).to.deep.equal(["platform", "zipbob"]);
    expect(run("--help").status).to.equal(2);
  });
});
