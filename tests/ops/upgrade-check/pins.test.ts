import { expect } from "chai";
import { describe, it } from "mocha";
import { findUpgradeIssues } from "../../../ops/upgrade-check/checks/index.ts";
import { type Aws, readAddons, readNodeImage } from "../../../ops/upgrade-check/eks.ts";
import { eksClustersIn } from "../../../ops/upgrade-check/program.ts";
import { reportLines } from "../../../ops/upgrade-check/report.ts";
import type { Survey } from "../../../ops/upgrade-check/survey.ts";
import { calm } from "./survey.ts";

/** Findings without a new release of Kubernetes, as sentences. */
const findingsOf = (change: Partial<Survey>): readonly string[] =>
  findUpgradeIssues({ ...calm, ...change }, undefined).map(
    ({ severity, subject, problem, remedy }) => `${severity}: ${subject} ${problem}. ${remedy}`,
  );

const addon = (version: string, recommended: string | undefined) => ({
  addons: [{ name: "coredns", version, recommended, versions: [] }],
});

describe("upgrade: pins", () => {
  it("of add-ons are told if they are behind AWS's default, and not if they are ahead", () => {
    expect(findingsOf(addon("v1.14.3-eksbuild.9", "v1.14.3-eksbuild.23"))).to.deep.equal([
      "info: EKS add-on coredns v1.14.3-eksbuild.9 is behind v1.14.3-eksbuild.23, AWS's default. " +
        "Raise hanok:cluster.addonVersions.coredns in a change of its own.",
    ]);
    for (const recommended of ["v1.14.3-eksbuild.9", "v1.13.9-eksbuild.30", undefined])
      expect(findingsOf(addon("v1.14.3-eksbuild.9", recommended))).to.deep.equal([]);
  });

  it("of the nodes are told if there is a newer release, and warned of after 45 days", () => {
    const image = (published: string, newest: string) => ({
      nodeImage: { release: "1.66.0", published, newest },
    });
    expect(findingsOf(image("2026-10-14", "1.67.0"))).to.deep.equal([
      "warns: the nodes' Bottlerocket 1.66.0 is 46 days old and behind 1.67.0. " +
        "Raise hanok:cluster.nodeImage in a change of its own.",
    ]);
    expect(findingsOf(image("2026-10-15", "1.67.0"))[0]).to.match(/^info: .* 45 days old/);
    expect(findingsOf(image("2026-01-01", "1.66.0"))).to.deep.equal([]);
  });

  it("are not enough while a node runs an older image", () => {
    const nodeClasses = [{ name: "default", terms: [{ alias: "bottlerocket@v1.67.0" }] }];
    const [old, ...more] = findingsOf({ nodeClasses });
    expect(more).to.deep.equal([]);
    expect(old).to.match(
      /^warns: node a runs Bottlerocket 1\.66\.0, and its pin is 1\.67\.0\. Look at what keeps it/,
    );
    const nodes = [{ name: "a", kubelet: 36, release: "1.67.0" }];
    expect(findingsOf({ nodeClasses, nodes })).to.deep.equal([]);
  });

  it("of stores are judged by a list of holes that must not be old itself", () => {
    expect(findingsOf({ today: "2027-02-01" })[0]).to.match(
      /^warns: the list of known holes was read on 2026-\d\d-\d\d, \d+ days ago\. Read the vendors' notes/,
    );
  });

  it("are all that is looked at without a new release", () => {
    expect(findingsOf({ kubectl: 30, nodes: [{ name: "a", kubelet: 30, release: undefined }] })).to
      .be.empty;
    expect(reportLines([], [], undefined).at(-1)).to.equal(
      "nothing is behind; see docs/runbooks/patching.md",
    );
    const behind = findUpgradeIssues({ ...calm, ...addon("v1.1.0", "v1.2.0") }, undefined);
    expect(reportLines(behind, [], undefined).at(-1)).to.equal(
      "1 to raise; see docs/runbooks/patching.md",
    );
  });
});

describe("upgrade: what AWS says of a cluster in the state", () => {
  const state = {
    deployment: {
      resources: [
        {
          type: "aws:eks/cluster:Cluster",
          outputs: {
            name: "hanok-dev",
            arn: "arn:aws:eks:ap-northeast-2:1:cluster/hanok-dev",
            version: "1.36",
          },
        },
        { type: "aws:eks/cluster:Cluster", delete: true, outputs: {} },
        ...[
          { clusterName: "other", amiType: "BOTTLEROCKET_ARM_64", releaseVersion: "1.50.0-1" },
          { clusterName: "hanok-dev", amiType: "AL2023_ARM_64", releaseVersion: "1.36.0-20261101" },
          {
            clusterName: "hanok-dev",
            amiType: "BOTTLEROCKET_ARM_64",
            releaseVersion: "1.66.0-1a2b3c4d",
          },
        ].map((outputs) => ({ type: "aws:eks/nodeGroup:NodeGroup", outputs })),
      ],
    },
  };
  const cluster = {
    name: "hanok-dev",
    region: "ap-northeast-2",
    version: "1.36",
    nodeImage: "1.66.0",
  };
  const offer = (addonVersion: string, defaultVersion: boolean) => ({
    addonVersion,
    compatibilities: [{ clusterVersion: "1.36", defaultVersion }],
  });
  /** An AWS CLI, and what it was asked. */
  function cli(): { readonly aws: Aws; readonly asked: string[] } {
    const asked: string[] = [];
    const aws: Aws = (args) => {
      const command = args.join(" ").replace(/ --region .*/, "");
      asked.push(command);
      if (command.includes("list-addons")) return Promise.resolve({ addons: ["vpc-cni"] });
      if (command.includes("describe-addon-versions")) {
        const addonVersions = command.includes("1.37")
          ? [{ addonVersion: "v1.22.0" }, { addonVersion: "v1.21.0" }]
          : [offer("v1.21.0", false), offer("v1.20.5", true), offer("v1.20.0", false)];
        return Promise.resolve({ addons: [{ addonVersions }] });
      }
      if (command.includes("describe-addon"))
        return Promise.resolve({ addon: { addonVersion: "v1.20.0" } });
      const Value = command.includes("latest") ? "1.70.0-9f8e7d6c" : "1.66.0-1a2b3c4d";
      return Promise.resolve({
        Parameter: { Value, LastModifiedDate: "2026-09-01T10:00:00.000000+00:00" },
      });
    };
    return { aws, asked };
  }

  it("is asked by name, region, release and image", () => {
    expect(eksClustersIn(state)).to.deep.equal([cluster]);
  });

  it("has each add-on's default, and its versions for a new release if there is one", async () => {
    const { aws, asked } = cli();
    const found = { name: "vpc-cni", version: "v1.20.0", recommended: "v1.20.5" };
    expect(await readAddons(aws, cluster, 37)).to.deep.equal([
      { ...found, versions: ["v1.22.0", "v1.21.0"] },
    ]);
    expect(asked).to.deep.equal([
      "eks list-addons --cluster-name hanok-dev",
      "eks describe-addon --cluster-name hanok-dev --addon-name vpc-cni",
      "eks describe-addon-versions --kubernetes-version 1.36 --addon-name vpc-cni",
      "eks describe-addon-versions --kubernetes-version 1.37 --addon-name vpc-cni",
    ]);
    expect(await readAddons(cli().aws, cluster, undefined)).to.deep.equal([
      { ...found, versions: [] },
    ]);
  });

  it("has the day of the nodes' image, and the newest", async () => {
    const { aws, asked } = cli();
    expect(await readNodeImage(aws, cluster)).to.deep.equal({
      release: "1.66.0",
      published: "2026-09-01",
      newest: "1.70.0",
    });
    const at = "ssm get-parameter --name /aws/service/bottlerocket/aws-k8s-1.36/arm64";
    expect(asked).to.deep.equal([`${at}/1.66.0/image_version`, `${at}/latest/image_version`]);
    expect(await readNodeImage(aws, { ...cluster, nodeImage: undefined })).to.equal(undefined);
  });
});
