import { expect } from "chai";
import { describe, it } from "mocha";
import { kubernetesVersion } from "../../components/cluster/eks/version.ts";
import { tools } from "../../tools/tools.ts";
import { textOf } from "./sources.ts";

interface Package {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const { dependencies, devDependencies, engines } = JSON.parse(textOf("package.json")) as Package;
const pinOf = (name: string) => tools.find((tool) => tool.name === name)?.version;

describe("the versions", () => {
  it("what is tested is what users run: the SDKs have their providers' versions", () => {
    expect(dependencies["@pulumi/kubernetes"]).to.equal(pinOf("pulumi-resource-kubernetes"));
    expect(dependencies["@pulumi/random"]).to.equal(pinOf("pulumi-resource-random"));
  });

  it("EKS runs the minor version of Kubernetes that the sandbox runs", () => {
    expect(pinOf("kubernetes")?.split(".").slice(0, 2).join(".")).to.equal(kubernetesVersion);
  });

  it("every package is pinned to one version", () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).to.deep.equal([]);
  });

  it("the lock file knows every package of package.json", () => {
    const lock = JSON.parse(textOf("package-lock.json")) as { packages: { "": Package } };
    const locked = lock.packages[""];
    expect(locked.dependencies).to.deep.equal(dependencies);
    expect(locked.devDependencies).to.deep.equal(devDependencies);
  });

  it("Node.js 20 is enough, and .nvmrc names the one that is recommended", () => {
    expect(engines.node).to.equal(">=20");
    expect(Number(textOf(".nvmrc"))).to.be.at.least(20);
    expect(devDependencies["@types/node"]).to.match(/^20\./);
  });

  it("the packages of @pulumi that need a newer Node.js are not taken (ADR 5)", () => {
    const lock = JSON.parse(textOf("package-lock.json")) as {
      packages: Record<string, { engines?: { node?: string }; optional?: boolean }>;
    };
    const newer = Object.entries(lock.packages).filter(
      ([, { engines: needs, optional }]) => !optional && /^>=\s*2[1-9]/.test(needs?.node ?? ""),
    );
    expect(newer.map(([path]) => path)).to.deep.equal([]);
  });
});
