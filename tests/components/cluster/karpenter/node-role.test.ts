import { expect } from "chai";
import { describe, it } from "mocha";
import { cachePrefix } from "../../../../components/cluster/eks/names.ts";
import { fillsCache } from "../../../../components/cluster/eks/node-role.ts";

const region = "ap-northeast-2";

describe("the role of Karpenter's nodes", () => {
  for (const clusterName of ["hanok-test", "hanok-production-in-seoul"]) {
    it(`may fill each cache of ${clusterName}, whose prefix ECR limits to 30 letters`, () => {
      expect(fillsCache({ region, account: "*", clusterName }).Resource).to.deep.equal(
        ["ecr-public", "k8s", "quay", "docker", "ghcr"].map(
          (name) => `arn:aws:ecr:${region}:*:repository/${cachePrefix(clusterName, name)}/*`,
        ),
      );
    });
  }
});
