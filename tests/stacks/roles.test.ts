import { expect } from "chai";
import { describe, it } from "mocha";
import { stackEnvironment } from "../../stacks/environment.ts";
import { recordStack, root } from "../support/local-stack.ts";

const boundaryOf = (project: string) =>
  `arn:aws:iam::123456789012:policy/${project}-bootstrap/${project}-boundary`;

describe("IAM roles of a stack", () => {
  // the project that bootstrap/ was given names the path
  for (const project of ["hanok", "shop"]) {
    const boundary = boundaryOf(project);
    it(`have the path and the boundary that the deploy role requires, of ${project}`, async () => {
      const resources = await recordStack(
        stackEnvironment("dev", root, {
          overrides: {
            "hanok:cluster": { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" },
            "hanok:permissionsBoundary": boundary,
          },
        }),
      );
      const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
      expect(roles.map(({ name }) => name)).to.include.members([
        "network-flow-logs",
        "network-nat-instance",
      ]);
      for (const { inputs } of roles) {
        expect(inputs).to.include({ path: `/${project}/`, permissionsBoundary: boundary });
      }
    });
  }
});
