import { expect } from "chai";
import { describe, it } from "mocha";
import type { AddonContext } from "../../../../components/cluster/addons/addon.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { addonsOptions } from "../../../../components/cluster/addons/options.ts";
import type { Observability } from "../../../../components/platform.ts";
import { quantity } from "../../../../policy/price/item.ts";
import { requiredAddons } from "../../../../stacks/required-addons.ts";
import { aws, smallest } from "./contexts.ts";

/** Nodes of dev: two of the system, and two that Karpenter buys for ZipBob. */
const nodes = 4;

/** Cores and GiB that the add-ons of a strategy request in dev, DaemonSets on each node included. */
function requestsOf(observability: Observability) {
  const context: AddonContext = { ...smallest, aws, observability };
  const names = requiredAddons({ systems: [], observability, addons: addonsOptions.parse({}) });
  const pods = names.flatMap((name) =>
    addonTable[name].footprint(context).map((one) => ({
      cpu: quantity(one.cpu),
      gib: quantity(one.memory) / 2 ** 30,
      count: one.kind === "DaemonSet" ? nodes : one.kind === "Job" ? 0 : one.replicas,
    })),
  );
  const sum = (of: (pod: (typeof pods)[number]) => number) =>
    pods.reduce((all, pod) => all + of(pod) * pod.count, 0);
  return { cpu: sum(({ cpu }) => cpu), gib: sum(({ gib }) => gib) };
}

describe("what observability requests in dev", () => {
  it("is nothing without observability", () => {
    expect(requestsOf("none")).to.deep.equal({ cpu: 0, gib: 0 });
  });

  it("is at most 2 cores and 5 GiB for metrics", () => {
    const { cpu, gib } = requestsOf("metrics");
    expect(cpu).to.be.within(0.2, 2);
    expect(gib).to.be.within(1, 5);
  });

  it("is at most 3 cores and 9 GiB for logs and traces as well", () => {
    const { cpu, gib } = requestsOf("full");
    expect(cpu).to.be.within(requestsOf("metrics").cpu, 3);
    expect(gib).to.be.within(requestsOf("metrics").gib, 9);
  });
});
