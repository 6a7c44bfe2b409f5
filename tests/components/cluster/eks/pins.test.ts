import { expect } from "chai";
import { describe, it } from "mocha";
import { eksAddonNames } from "../../../../components/cluster/eks/addon-table.ts";
import type { EksOptions } from "../../../../components/cluster/eks/options.ts";
import { validatePins } from "../../../../components/cluster/eks/pins.ts";
import { issueLine } from "../../../../components/validation.ts";
import { pins } from "../../../../ops/mocks/aws.ts";
import { recordResources } from "../../../../ops/mocks/recorder.ts";
import { find, recordEks, settings } from "./eks-under-test.ts";

/** Releases of Bottlerocket by Kubernetes version and architecture, as AWS publishes them. */
const published: Readonly<Record<string, string>> = {
  "1.36/arm64/latest": "1.70.0-9f8e7d6c",
  "1.36/arm64/1.66.0": "1.66.0-1a2b3c4d",
  "1.36/x86_64/latest": "1.70.0-9f8e7d6c",
  "1.37/arm64/latest": "1.72.0-0a0b0c0d",
};

/** Issues with settings in an account to which AWS publishes these. */
async function issuesOf(more: Partial<EksOptions>): Promise<readonly string[]> {
  let lines: readonly string[] = [];
  await recordResources(
    async () => {
      const issues = await validatePins({ ...settings, ...more }, "hanok:cluster", {});
      lines = issues.map(issueLine);
    },
    {
      answers: ({ token, inputs }) => {
        if (token === "aws:eks/getAddonVersion:getAddonVersion")
          return { version: `v${inputs.kubernetesVersion}.0-eksbuild.1` };
        const at = /aws-k8s-(.+)\/image_version$/.exec(String(inputs.name))?.[1] ?? "";
        const value = published[at];
        // gRPC's form: the monitor's answer is its details
        if (value === undefined)
          throw Object.assign(new Error(), {
            details: `reading SSM Parameter (${inputs.name}): couldn't find resource`,
          });
        return { insecureValue: value };
      },
    },
  );
  return lines;
}

describe("components/cluster/eks: pins", () => {
  it("are enough if each add-on and the nodes have one", async () => {
    expect(await issuesOf({})).to.deep.equal([]);
  });

  it("are refused if one is missing, with the lines to write", async () => {
    const { coredns, "vpc-cni": cni, ...addonVersions } = pins.addonVersions;
    expect([coredns, cni]).not.to.include(undefined);
    const [addons, image, ...more] = await issuesOf({ addonVersions, nodeImage: undefined });
    expect(more).to.deep.equal([]);
    expect(addons).to.match(
      /^hanok:cluster\.addonVersions = .* — lacks vpc-cni, coredns; an add-on runs the version that stands here\. Write there, for AWS's defaults of Kubernetes 1\.36: \{vpc-cni: v1\.36\.0-eksbuild\.1, coredns: v1\.36\.0-eksbuild\.1\}\.$/,
    );
    expect(image).to.equal(
      "hanok:cluster.nodeImage — is missing, and nodes run the release of Bottlerocket that stands here. Write nodeImage: 1.70.0, the newest one.",
    );
  });

  it("are refused if the nodes would find no image: another release, Kubernetes version or processor", async () => {
    for (const [more, version, newest] of [
      [{ nodeImage: "1.99.0" }, "1.36", "1.70.0"],
      [{ version: "1.37" }, "1.37", "1.72.0"],
      [{ systemNodes: { instanceType: "m7i.large", count: 2 } }, "1.36", "1.70.0"],
    ] as const)
      expect(await issuesOf(more)).to.deep.equal([
        `hanok:cluster.nodeImage = "${"nodeImage" in more ? more.nodeImage : "1.66.0"}" — is not a release of Bottlerocket for Kubernetes ${version}. Write nodeImage: ${newest}, the newest one.`,
      ]);
  });

  it("name every add-on that the program installs", () => {
    expect(Object.keys(pins.addonVersions)).to.have.members([...eksAddonNames]);
  });

  it("give the system nodes the build of the release", async () => {
    const asked: unknown[] = [];
    const resources = await recordEks({}, {}, undefined, {
      answers: ({ inputs }) => {
        asked.push(inputs["name"]);
        return { accountId: "123456789012", insecureValue: "1.66.0-1a2b3c4d" };
      },
    });
    expect(asked).to.include("/aws/service/bottlerocket/aws-k8s-1.36/arm64/1.66.0/image_version");
    const { inputs } = find(resources, "NodeGroup", "house-system");
    expect(inputs["releaseVersion"]).to.equal("1.66.0-1a2b3c4d");
  });
});
