import { expect } from "chai";
import { describe, it } from "mocha";
import { refuseAsleep } from "../../../../components/cluster/hours/asleep.ts";
import { Faults } from "../../../../components/fault.ts";
import { recordResources } from "../../../support/recorder.ts";

const sleeper = { clusterName: "hanok-dev", nodeGroupName: "system", size: 1 };

/** What AWS knows: the nodes that each node group of a cluster shall have. */
type Clusters = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Asks AWS as a program does. @returns what was thrown, and how often AWS was asked */
async function ask(clusters: Clusters, preview = false) {
  let calls = 0;
  let thrown: unknown;
  await recordResources(
    async () => {
      try {
        await refuseAsleep(sleeper, {});
      } catch (error) {
        thrown = error;
      }
    },
    {
      preview,
      answers: ({ token, inputs }) => {
        calls += 1;
        const groups = clusters[String(inputs.clusterName)] ?? {};
        if (token === "aws:eks/getClusters:getClusters") return { names: Object.keys(clusters) };
        if (token === "aws:eks/getNodeGroups:getNodeGroups") return { names: Object.keys(groups) };
        const desiredSize = groups[String(inputs.nodeGroupName)];
        return { scalingConfigs: [{ minSize: 0, maxSize: 3, desiredSize }] };
      },
    },
  );
  return { thrown, calls };
}

describe("components/cluster/hours: an update at night", () => {
  it("is refused at once, with the key and the remedy", async () => {
    const { thrown } = await ask({ "hanok-dev": { system: 0 } });
    expect(thrown).to.be.instanceOf(Faults);
    const { faults, message } = thrown as Faults;
    expect(faults.map(({ key }) => key)).to.deep.equal(["hanok:hours"]);
    expect(message)
      .to.contain("nothing was changed")
      .and.contain("the cluster hanok-dev sleeps")
      .and.contain("docs/runbooks/office-hours.md")
      .and.contain("--nodegroup-name system --scaling-config minSize=0,desiredSize=1");
  });

  it("is still previewed: a preview waits for nothing", async () => {
    expect((await ask({ "hanok-dev": { system: 0 } }, true)).thrown).to.equal(undefined);
  });

  it("goes ahead where the cluster is awake, or was woken by hand", async () => {
    expect((await ask({ "hanok-dev": { system: 1 } })).thrown).to.equal(undefined);
  });

  it("goes ahead where there is no cluster yet, or no node group, and asks no more than it must", async () => {
    expect(await ask({})).to.deep.equal({ thrown: undefined, calls: 1 });
    expect(await ask({ "hanok-prod": { system: 0 } })).to.deep.equal({
      thrown: undefined,
      calls: 1,
    });
    expect(await ask({ "hanok-dev": {} })).to.deep.equal({ thrown: undefined, calls: 2 });
    expect(await ask({ "hanok-dev": { other: 0 } })).to.deep.equal({
      thrown: undefined,
      calls: 2,
    });
  });
});
