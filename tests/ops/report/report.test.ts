import { expect } from "chai";
import { describe, it } from "mocha";
import { type Architecture, leaves } from "../../../ops/report/architecture.ts";
import { differenceOf, memoryOf } from "../../../ops/report/difference.ts";
import { markup, raw } from "../../../ops/report/html.ts";
import type { Recorded } from "../../../ops/mocks/recorder.ts";
import { pageOf } from "../../../ops/report/page.ts";
import { verdictOf } from "../../../ops/report/policies.ts";
import { type Price, priceOf, totalOf } from "../../../policy/price/price.ts";
import { Stack } from "../../../policy/price/stack.ts";
import { severities } from "../../../policy/summary.ts";
import { item, positionsOf, usage } from "../../policy/price/items.ts";
import { reportOf } from "./reports.ts";

const partOf = ({ parts }: Architecture, label: string) => {
  const found = leaves(parts).find((part) => part.label === label);
  if (found === undefined) throw new Error(`no part ${label}`);
  return found;
};
const callersOf = (architecture: Architecture, label: string) => {
  const { id } = partOf(architecture, label);
  const labels = new Map(leaves(architecture.parts).map((part) => [part.id, part.label]));
  return architecture.calls.flatMap(({ from, to }) => (to === id ? [labels.get(from)] : []));
};

describe("the architecture of a report", function () {
  this.timeout(60_000);

  it("tells who may call a store: the services that use it, and no other", async () => {
    const { architecture } = await reportOf("prod");
    expect(callersOf(architecture, "mongodb")).to.deep.equal(["recipe-review"]);
    expect(callersOf(architecture, "mariadb")).to.have.members(["edge", "ingredients"]);
    expect(callersOf(architecture, "edge")).to.deep.equal(["gateway public"]);
    expect(callersOf(architecture, "gateway public")).to.deep.equal(["Internet"]);
    expect(callersOf(architecture, "gateway internal")).to.deep.equal(["Company's networks"]);
  });

  it("has the price of each part, and of nothing twice", async () => {
    const { architecture, price } = await reportOf("prod");
    const usd = (name: string) => totalOf(price.positions.filter((one) => one.name === name));
    const members = usd("zipbob-mongodb-1") + usd("zipbob-mongodb-2");
    const store = usd("zipbob-mongodb") + members;
    expect(members).to.be.greaterThan(100);
    expect(partOf(architecture, "mongodb").usd).to.be.closeTo(store, 1e-9);
    expect(partOf(architecture, "edge").usd).to.equal(usd("zipbob-edge-deployment"));
    const shown = leaves(architecture.parts).reduce((sum, { usd: one = 0 }) => sum + one, 0);
    expect(shown).to.be.at.most(totalOf(price.positions));
    expect(shown).to.be.greaterThan(0.9 * totalOf(price.positions));
  });

  it("has zones with their subnets, node pools with their nodes, add-ons and systems", async () => {
    const { architecture } = await reportOf("dev");
    expect(partOf(architecture, "ap-northeast-2b").notes).to.deep.equal([
      "private 10.16.64.0/19",
      "public 10.16.96.0/22",
      "data 10.16.100.0/22",
    ]);
    expect(partOf(architecture, "node pool spot").notes).to.include("2 × m7i-flex.large");
    expect(partOf(architecture, "NAT instance").usd).to.be.closeTo(4.53 + 3.65, 0.01);
    expect(partOf(architecture, "karpenter").notes).to.deep.equal(["on the system nodes"]);
    expect(architecture.parts.map(({ label }) => label)).to.include.members([
      "EKS hanok-dev",
      "system zipbob",
    ]);
  });

  it("is drawn for a cluster that is somebody else's, without a price", async () => {
    const { architecture, price } = await reportOf("local");
    expect(price.positions).to.deep.equal([]);
    expect(partOf(architecture, "mongodb").usd).to.equal(0);
    expect(architecture.parts.map(({ label }) => label)).to.include("cluster of somebody else");
  });
});

describe("the page of a report", function () {
  this.timeout(60_000);

  it("is one file that loads nothing from elsewhere", async () => {
    const page = await pageOf(await reportOf("prod"));
    expect(page).to.match(/^<!doctype html>/);
    expect(page).to.not.match(/(?:src|href)="(?!#|data:)/);
    expect(page).to.not.match(/url\((?!#)|@import|fetch\(|XMLHttpRequest/);
  });

  it("names total, dearest three, budget, assumptions and exemptions", async () => {
    const report = await reportOf("prod");
    const page = await pageOf(report);
    const total = totalOf(report.price.positions);
    expect(page).to.contain(`<strong>${total.toFixed(2)} USD</strong>`);
    expect(page).to.contain("Instance zipbob-mariadb: ");
    expect(page).to.contain(`${Math.round(total / 5)} % of the budget of 500`);
    expect(page).to.contain("natGb").and.contain("netpol-default-deny");
    expect(page).to.contain(`0 of ${report.verdict.rules} rules broken`);
  });

  it("is smaller than 2 MB for 2,000 resources", async () => {
    const report = await reportOf("prod");
    const more = Array.from({ length: 2000 - report.stack.items.length }, (_, index) =>
      item("aws:cloudwatch/metricAlarm:MetricAlarm", {}, `network-certificates-alarm-${index}`),
    );
    const stack = new Stack([...report.stack.items, ...more]);
    const page = await pageOf({ ...report, stack, price: priceOf(stack) });
    expect(page.match(/<tr data-component/g)).to.have.length(2000);
    expect(Buffer.byteLength(page)).to.be.below(2_000_000);
  });

  it("escapes what comes from a stack, and lists unknown prices with their reason", async () => {
    const report = await reportOf("dev");
    const evil = item("aws:kinesis/stream:Stream", {}, `<img src=x onerror="alert(1)">`);
    const stack = new Stack([...report.stack.items, evil]);
    const price: Price = { ...report.price, positions: positionsOf("us-east-1", [evil], usage()) };
    const page = await pageOf({ ...report, stack, price });
    expect(page).to.not.contain("<img");
    expect(page).to.contain("&lt;img").and.contain("this type has no price here");
    expect(page).to.contain("1 not known");
  });

  it("escapes text and numbers, and keeps HTML", () => {
    const inner = markup`<b>${"a & b"}</b>`;
    expect(markup`<p title="${'"'}">${[inner, 1, undefined]}${raw("<br>")}</p>`.text).to.equal(
      `<p title="&quot;"><b>a &amp; b</b>1<br></p>`,
    );
  });
});

describe("the policies of a report", function () {
  this.timeout(60_000);

  it("are those of the pack: a violation stands in the page with its severity, the gravest first", async () => {
    const open: Recorded = {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "open",
      identity: "aws:ec2/securityGroup:SecurityGroup::open",
      inputs: {
        ingress: [{ fromPort: 22, toPort: 22, protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] }],
      },
      secretInputs: [],
      secretOutputs: [],
      dependsOn: [],
    };
    const { findings } = verdictOf("prod", [open], "2026-11-21");
    expect(findings[0]?.severity).to.be.oneOf(["critical", "high"]);
    expect(findings[0]?.message).to.contain("open");
    const order = findings.map(({ severity }) => severities.indexOf(severity));
    expect(order).to.deep.equal([...order].sort((one, other) => one - other));
    const report = await reportOf("dev");
    const page = await pageOf({ ...report, verdict: { ...report.verdict, findings } });
    expect(page).to.contain(findings[0]?.rule ?? "no finding");
  });
});

describe("the difference between two reports", () => {
  const key = item("aws:kms/key:Key");
  const volume = (size: number) => item("aws:ebs/volume:Volume", { type: "gp3", size });
  const zone = item("aws:route53/zone:Zone");
  const memory = (...items: readonly ReturnType<typeof item>[]) =>
    memoryOf(items, positionsOf("us-east-1", items));

  it("names what is new, gone and changed, and what became dearer and cheaper", () => {
    const before = memory(key, volume(10));
    // as it is read from the file
    const read = JSON.parse(JSON.stringify(before)) as typeof before;
    const difference = differenceOf(read, memory(volume(20), zone));
    expect(difference.added).to.deep.equal([zone.id]);
    expect(difference.gone).to.deep.equal([key.id]);
    expect(difference.changed).to.deep.equal([volume(1).id]);
    expect(difference.prices.map(({ id }) => id)).to.deep.equal([volume(1).id, zone.id, key.id]);
  });

  it("is none for the same stack", () => {
    const same = memory(key, zone);
    expect(differenceOf(same, same)).to.deep.equal({
      added: [],
      gone: [],
      changed: [],
      prices: [],
    });
  });
});
