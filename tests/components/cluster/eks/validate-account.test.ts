import { expect } from "chai";
import {
  validateClusterZones,
  validateLogGroup,
} from "../../../../components/cluster/eks/validate-account.ts";
import { issueLine } from "../../../../components/validation.ts";
import { recordResources } from "../../../../ops/mocks/recorder.ts";

/** Zones of an account in Virginia, whose letters AWS deals anew in each account. */
const zones = {
  "us-east-1a": "use1-az6",
  "us-east-1b": "use1-az1",
  "us-east-1c": "use1-az3",
  "us-east-1d": "use1-az4",
};

async function issuesOf(...chosen: readonly string[]): Promise<readonly string[]> {
  let lines: readonly string[] = [];
  await recordResources(
    async () => (lines = (await validateClusterZones(chosen, "us-east-1", {})).map(issueLine)),
    { answers: () => ({ names: Object.keys(zones), zoneIds: Object.values(zones) }) },
  );
  return lines;
}

describe("components/cluster/eks: the zones", () => {
  it("are refused in preview where EKS has no control plane, by the ID that the account gives a letter", async () => {
    expect(await issuesOf("us-east-1a", "us-east-1c", "us-east-1d")).to.deep.equal([
      'hanok:zones[1] = "us-east-1c" — is use1-az3, where EKS has no control plane. Write it third or later: the first 2 zones hold the control plane. The region also has us-east-1b.',
    ]);
  });

  it("may have nodes there", async () => {
    expect(await issuesOf("us-east-1a", "us-east-1b", "us-east-1c")).to.deep.equal([]);
  });

  it("exist in the account", async () => {
    expect(await issuesOf("us-east-1a", "us-east-1b", "us-east-1e")).to.deep.equal([
      'hanok:zones[2] = "us-east-1e" — is not a zone of us-east-1 in this account. Write another one: us-east-1a, us-east-1b, us-east-1c, us-east-1d.',
    ]);
  });
});

describe("components/cluster/eks: the log group of the control plane", () => {
  const name = "/aws/eks/hanok-dev/cluster";
  /** Issues in an account with these log groups and clusters. */
  async function issuesWith(groups: readonly string[], tags: object, clusters: readonly string[]) {
    let lines: readonly string[] = [];
    const place = { clusterName: "hanok-dev", region: "ap-northeast-2", tag: "hanok:stack" };
    await recordResources(
      async () => (lines = (await validateLogGroup(place, {})).map(issueLine)),
      { answers: () => ({ logGroupNames: groups, names: clusters, tags }) },
    );
    return lines;
  }

  it("is refused in preview where EKS made it again after a destroy, with the command that deletes it", async () => {
    expect(await issuesWith([name], {}, ["other"])).to.deep.equal([
      `hanok:cluster.logs = "${name}" — is a log group that EKS made again after the last destroy, and it has no retention. Save its lines if you need them, then run: aws logs delete-log-group --region ap-northeast-2 --log-group-name ${name}.`,
    ]);
  });

  it("is taken where the stack made it, with its cluster or before it, and where there is none", async () => {
    expect(await issuesWith([name], { "hanok:stack": "dev" }, [])).to.deep.equal([]);
    expect(await issuesWith([name], {}, ["hanok-dev"])).to.deep.equal([]);
    expect(await issuesWith([`${name}-2`], {}, [])).to.deep.equal([]);
  });
});
