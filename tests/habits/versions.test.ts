import { expect } from "chai";
import { describe, it } from "mocha";
import satisfies from "semver/functions/satisfies.js";
import { kubernetesVersion } from "../../components/cluster/eks/options.ts";
import { tools } from "../../tools/tools.ts";
import { textOf } from "./sources.ts";

interface Package {
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const lock = JSON.parse(textOf("package-lock.json")) as {
  packages: Record<string, Partial<Package> & { optional?: boolean }>;
};
const { dependencies, devDependencies, engines, optionalDependencies } = JSON.parse(
  textOf("package.json"),
) as Package;
const pinOf = (name: string) => tools.find((tool) => tool.name === name)?.version;

describe("the versions", () => {
  it("tests use the providers that users run: SDKs and providers have the same versions", () => {
    expect(dependencies["@pulumi/kubernetes"]).to.equal(pinOf("pulumi-resource-kubernetes"));
    expect(dependencies["@pulumi/random"]).to.equal(pinOf("pulumi-resource-random"));
  });

  it("EKS runs the minor version of Kubernetes that the sandbox runs", () => {
    expect(pinOf("kubernetes")?.split(".").slice(0, 2).join(".")).to.equal(kubernetesVersion);
  });

  it("every package is pinned to one version", () => {
    const loose = Object.entries({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).to.deep.equal([]);
  });

  it("the lock file contains every package of package.json", () => {
    const [locked] = Object.values(lock.packages);
    expect(locked?.dependencies).to.deep.equal(dependencies);
    expect(locked?.devDependencies).to.deep.equal(devDependencies);
    expect(locked?.optionalDependencies).to.deep.equal(optionalDependencies);
  });

  it("Node.js 22.18 runs the program, and .nvmrc has the recommended version", () => {
    expect(engines.node).to.equal(">=22.18");
    expect(textOf(".nvmrc").trim()).to.equal("24");
    expect(devDependencies["@types/node"]).to.match(/^24\./);
    for (const [name, version] of Object.entries(optionalDependencies))
      expect(`${name} ${version}`).to.match(/^node-(bin-)?(linux|darwin)-(x64|arm64) 24\./);
  });

  it("no package requires a newer Node.js", () => {
    const newer = Object.entries(lock.packages).filter(
      ([, { engines: needs, optional }]) => !optional && !satisfies("22.18.0", needs?.node ?? "*"),
    );
    expect(newer.map(([path]) => path)).to.deep.equal([]);
  });

  it("the npm package of the Pulumi CLI has the version that the sandbox runs", () => {
    expect(devDependencies["pulumi"]).to.equal(pinOf("pulumi"));
  });
});
