import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { root } from "../../support/local-stack.ts";
import { priceOfPlan } from "../../../policy/price/budget.ts";
import { itemsIn } from "../../../policy/price/sources.ts";

interface Given {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const urn = ({ type, name }: Given) => `urn:pulumi:dev::hanok::${type}::${name}`;
const state = (one: Given) => ({
  urn: urn(one),
  type: one.type,
  inputs: one.inputs,
  parent: "urn:pulumi:dev::hanok::pulumi:pulumi:Stack::hanok-dev",
});
const step = (op: string, before: Given | undefined, after: Given | undefined) => ({
  op,
  urn: urn(after ?? before ?? provider),
  ...(before && { oldState: state(before) }),
  ...(after && { newState: state(after) }),
});

const provider: Given = {
  type: "pulumi:providers:aws",
  name: "aws",
  inputs: { region: "us-east-1" },
};
const none: Given = { type: "hanok:index:Budget", name: "budget", inputs: { usage: { natGb: 0 } } };
const budget = (limitAmount: string): Given => ({
  type: "aws:budgets/budget:Budget",
  name: "budget",
  inputs: { budgetType: "COST", timeUnit: "MONTHLY", limitUnit: "USD", limitAmount },
});
const volume = (name: string, size: number): Given => ({
  type: "aws:ebs/volume:Volume",
  name,
  inputs: { type: "gp3", size },
});
const control: Given = { type: "aws:eks/cluster:Cluster", name: "control", inputs: {} };
const key: Given = { type: "aws:kms/key:Key", name: "key", inputs: {} };

/** The control plane stands for 73.00; volumes of 8, 16 and 40 dollars are new, another grows by 4, and a key goes. */
const plan = (limit: string) => ({
  steps: [
    ...[provider, none, budget(limit), control].map((one) => step("same", one, one)),
    step("create", undefined, volume("small", 100)),
    step("create", undefined, volume("middle", 200)),
    step("create", undefined, volume("large", 500)),
    step("update", volume("grows", 50), volume("grows", 100)),
    step("delete", key, undefined),
  ],
});
const told = (limit: string) => priceOfPlan(JSON.stringify(plan(limit)));

describe("the price of a plan", () => {
  it("is told with the difference and the three dearest changes", () => {
    expect(told("1000")).to.deep.equal({
      lines: [
        // 73 + 8 + 16 + 40 + 8; 64 of them new, 4 more, and a dollar for the key less
        "price: 145.00 US dollars a month, +67.00",
        "the dearest changes:",
        "  +40.00  Volume large",
        "  +16.00  Volume middle",
        "  +8.00  Volume small",
      ],
      isOverBudget: false,
    });
  });

  it("gets a warning above 80 % of the budget, and is refused above it", () => {
    const warned = told("180");
    expect(warned.lines.at(-1)).to.equal("warning: 81 % of the budget budget, 180 US dollars");
    expect(warned.isOverBudget).to.equal(false);
    const refused = told("140");
    expect(refused.lines.at(-1)).to.equal(
      "over budget: 104 % of the budget budget, 140 US dollars",
    );
    expect(refused.isOverBudget).to.equal(true);
  });

  it("is not refused for a plan that lowers it: that is the way back under the budget", () => {
    const steps = [
      ...[provider, none, budget("70"), control].map((one) => step("same", one, one)),
      step("delete", key, undefined),
    ];
    const { lines, isOverBudget } = priceOfPlan(JSON.stringify({ steps }));
    expect(lines).to.deep.equal([
      "price: 73.00 US dollars a month, -1.00",
      "over budget: 104 % of the budget budget, 70 US dollars",
    ]);
    expect(isOverBudget).to.equal(false);
  });

  it("fails the command of the plan, with the same lines, also from the events of a preview", () => {
    const run = (input: string) =>
      spawnSync(process.execPath, [join(root, "policy", "validate-plan.ts")], {
        input,
        encoding: "utf8",
      });
    const refused = run(JSON.stringify(plan("140")));
    expect(refused.status).to.equal(1);
    for (const name of ["large", "middle", "small"])
      expect(refused.stderr).to.contain(`Volume ${name}`);
    const events = plan("1000").steps.map(({ op, urn: of, oldState, newState }) =>
      JSON.stringify({
        resourcePreEvent: { metadata: { op, urn: of, old: oldState, new: newState } },
      }),
    );
    const passed = run(events.join("\n"));
    expect(passed.status).to.equal(0);
    expect(passed.stderr).to.contain("price: 145.00 US dollars a month, +67.00");
  });
});

describe("the resources of a state", () => {
  it("are read from an export, without those that are being deleted, secrets as they are", () => {
    const signature = "4dabf18193072939515e22adb298388d";
    const secret = { [signature]: "1b47061264138c4ac30d75fd1eb44270", plaintext: '"t4g.nano"' };
    const child = {
      ...state({ type: "hanok:index:Network$aws:ec2/instance:Instance", name: "nat", inputs: {} }),
      inputs: { instanceType: secret },
      parent: urn({ type: "hanok:index:Network", name: "network", inputs: {} }),
    };
    const resources = [state(provider), child, { ...state(key), delete: true }];
    const { after } = itemsIn(JSON.stringify({ version: 3, deployment: { resources } }));
    expect(after.map(({ id, parent, inputs }) => [id, parent, inputs])).to.deep.equal([
      ["pulumi:providers:aws::aws", undefined, { region: "us-east-1" }],
      [
        "hanok:index:Network$aws:ec2/instance:Instance::nat",
        "hanok:index:Network::network",
        { instanceType: "t4g.nano" },
      ],
    ]);
  });

  it("are refused for a text that is neither a state nor a plan", () => {
    expect(() => itemsIn("hello")).to.throw("this is no plan");
  });
});
