import { expect } from "chai";
import { describe, it } from "mocha";
import {
  throwIfScaledDown,
  type ScaledDownArgs,
} from "../../../../components/cluster/office-hours/scaled-down.ts";
import { ValidationError } from "../../../../components/validation.ts";
import { recordResources } from "../../../../ops/mocks/recorder.ts";

const scaledDown: ScaledDownArgs = {
  clusterName: "hanok-dev",
  count: 1,
  hours: { kind: "office", from: "08:00", to: "20:00" },
  timeZone: "Asia/Seoul",
  // noon on a Wednesday in Seoul
  at: new Date("2026-11-18T03:00:00Z"),
};

/** Desired sizes of node groups by cluster and group; names of system groups begin with `system`. */
type Clusters = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Asks AWS as a program does.
 * @returns the error, and the requests to AWS
 */
async function ask(
  clusters: Clusters,
  { preview = false, ...args }: Partial<ScaledDownArgs> & { readonly preview?: boolean } = {},
) {
  const asked: string[] = [];
  let thrown: unknown;
  await recordResources(
    async () => {
      try {
        await throwIfScaledDown({ ...scaledDown, ...args }, {});
      } catch (error) {
        thrown = error;
      }
    },
    {
      preview,
      answers: ({ token, inputs }) => {
        const name = token.split(":").at(-1) ?? "";
        asked.push(name);
        const groups = clusters[String(inputs.clusterName)] ?? {};
        if (name === "getClusters") return { names: Object.keys(clusters) };
        if (name === "getNodeGroups") return { names: Object.keys(groups) };
        const group = String(inputs.nodeGroupName);
        return {
          labels: group.startsWith("system") ? { "hanok.dev/pool": "system" } : {},
          scalingConfigs: [{ minSize: 0, maxSize: 3, desiredSize: groups[group] }],
        };
      },
    },
  );
  return { thrown, asked };
}

describe("components/cluster/office-hours: an update while scaled down", () => {
  it("is refused at once, with the key and the remedy", async () => {
    const { thrown } = await ask({ "hanok-dev": { "system-1a2b": 0, gpu: 2 } });
    expect(thrown).to.be.instanceOf(ValidationError);
    const { issues, message } = thrown as ValidationError;
    expect(issues.map(({ key }) => key)).to.deep.equal(["hanok:hours"]);
    expect(message)
      .to.contain("nothing was changed")
      .and.contain("cluster hanok-dev is scaled down")
      .and.contain("docs/runbooks/office-hours.md")
      .and.contain("--nodegroup-name system-1a2b --scaling-config minSize=0,desiredSize=1");
  });

  it("can be previewed, because a preview does not wait", async () => {
    expect((await ask({ "hanok-dev": { "system-1a2b": 0 } }, { preview: true })).thrown).to.equal(
      undefined,
    );
  });

  it("continues if the cluster runs, was scaled up by hand, or replaces its group", async () => {
    expect((await ask({ "hanok-dev": { "system-1a2b": 1 } })).thrown).to.equal(undefined);
    const both = { "system-1a2b": 0, "system-3c4d": 1 };
    expect((await ask({ "hanok-dev": both })).thrown).to.equal(undefined);
  });

  it("is refused from the start of the scale-down, and never if the hours are always", async () => {
    const running = { "hanok-dev": { "system-1a2b": 1 } };
    const at = (time: string) => ({ at: new Date(`2026-11-18T${time}+09:00`) });
    expect((await ask(running, at("19:59:59"))).thrown).to.equal(undefined);
    for (const time of ["20:00:00", "20:29:59"]) {
      const { thrown } = await ask(running, at(time));
      expect(String(thrown)).to.match(
        /is scaling down.*Wait for the next office hours, or wait 30 minutes/,
      );
    }
    // scaled up by hand
    expect((await ask(running, at("20:30:00"))).thrown).to.equal(undefined);
    expect((await ask(running, { ...at("20:10:00"), hours: "always" })).thrown).to.equal(undefined);
    // a first up in the evening
    expect((await ask({}, at("20:10:00"))).thrown).to.equal(undefined);
  });

  it("continues without a cluster or a system node group, with as few requests as possible", async () => {
    const one = ["getClusters"];
    expect(await ask({})).to.deep.equal({ thrown: undefined, asked: one });
    expect(await ask({ other: { system: 0 } })).to.deep.equal({ thrown: undefined, asked: one });
    const two = [...one, "getNodeGroups"];
    expect(await ask({ "hanok-dev": {} })).to.deep.equal({ thrown: undefined, asked: two });
    expect((await ask({ "hanok-dev": { gpu: 0 } })).thrown).to.equal(undefined);
  });
});
