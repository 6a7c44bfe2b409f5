import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { describe, it } from "mocha";
import { stackEnvironment } from "../../stacks/environment.ts";
import { localStack, recordStack, root } from "../support/local-stack.ts";

describe("the network of a stack", () => {
  it("is created with a provider for the environment's region and account", async () => {
    const account = "123456789012";
    const record = (overrides: object) =>
      recordStack(
        stackEnvironment("dev", root, {
          overrides: {
            "hanok:cluster": { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" },
            ...overrides,
          },
        }),
      );
    const resources = await record({ "hanok:account": account });
    expect(resources.find(({ type }) => type === "pulumi:providers:aws")?.inputs).to.deep.equal({
      region: "ap-northeast-2",
      defaultTags: JSON.stringify({ tags: { "hanok:stack": "dev" } }),
      allowedAccountIds: JSON.stringify([account]),
      skipCredentialsValidation: "false",
      skipRegionValidation: "true",
    });
    const others = resources.filter(
      ({ type, provider }) => type.startsWith("aws:") && provider !== "aws",
    );
    expect(others.map(({ name }) => name)).to.deep.equal([]);
  });

  it("is loaded on demand: no other module loads AWS", function () {
    this.timeout(60_000);
    const program = `
      await import("./stacks/platform.ts");
      const { createRequire } = await import("node:module");
      const files = Object.keys(createRequire(process.cwd() + "/index.ts").cache);
      const count = (name) => files.filter((file) => file.includes("/node_modules/@pulumi/" + name + "/")).length;
      console.log(JSON.stringify([count("pulumi") > 50, count("aws"), count("awsx"), count("eks")]));
    `;
    const args = ["--input-type=module", "-e", program];
    const said = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(JSON.parse(said)).to.deep.equal([true, 0, 0, 0]);
  });

  it("does not exist in the local stack", async () => {
    const types = (await localStack()).map(({ type }) => type);
    expect(types.filter((type) => /^(pulumi:providers:)?awsx?\b/.test(type))).to.deep.equal([]);
  });
});
