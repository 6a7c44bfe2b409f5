import { expect } from "chai";
import { describe, it } from "mocha";
import { environment } from "../../stacks/environment.ts";
import { deploy } from "../../stacks/platform.ts";
import { awsAnswers, awsOutputs } from "../../ops/mocks/aws.ts";
import { recordResources } from "../../ops/mocks/recorder.ts";
import { shop } from "../apps/shop.ts";
import { broken } from "../support/broken.ts";
import { madeUp } from "../support/local-stack.ts";
import { devSettings, reachable } from "../support/settings.ts";

const statement = { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-photos/*"] };
const system = broken(shop, ["services", "files", "permissions"], [statement]);
const boundary = "arn:aws:iam::123456789012:policy/hanok-bootstrap/hanok-boundary";

describe("a service with permissions on EKS", () => {
  const record = () => {
    const catalogue = { shop: system };
    const settings = environment(
      "dev",
      {
        ...devSettings,
        "hanok:cluster": {
          ...reachable,
          admins: [
            "arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-deploy",
            ...reachable.admins,
          ],
        },
        "hanok:charts": { kind: "folder", path: "charts" },
        "hanok:permissionsBoundary": boundary,
      },
      catalogue,
    );
    return recordResources(() => deploy(settings, catalogue), {
      stack: "dev",
      outputs: (resource) =>
        resource.type.startsWith("random:") ? { result: madeUp } : awsOutputs(resource),
      answers: awsAnswers,
    });
  };

  it("has a role of its own below the boundary, which exists before its service account and pods", async () => {
    const resources = await record();
    const find = (type: string, name: string) =>
      resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name);
    const role = find("Role", "shop-files");
    expect(role?.inputs).to.deep.include({ permissionsBoundary: boundary, path: "/hanok/" });
    expect(JSON.parse(String(find("RolePolicy", "shop-files")?.inputs["policy"]))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: statement.actions, Resource: statement.resources }],
    });
    expect(find("PodIdentityAssociation", "shop-files")?.inputs).to.include({
      namespace: "shop",
      serviceAccount: "files",
    });
    const wait = find("PodIdentityReady", "shop-files");
    expect(wait?.dependsOn).to.include("shop-namespace");
    const account = find("ServiceAccount", "shop-files-serviceaccount");
    expect(account?.dependsOn).to.include.members(["shop-files", "shop-namespace"]);
    expect(find("StatefulSet", "shop-files-statefulset")?.dependsOn).to.include(
      "shop-files-serviceaccount",
    );
    const others = find("ServiceAccount", "shop-api-serviceaccount");
    expect(others?.dependsOn).not.to.include("shop-files");
    expect(
      resources
        .filter(({ type }) => type.endsWith(":PodIdentityAssociation"))
        .map(({ name }) => name),
    )
      .to.include("shop-files")
      .and.not.include("shop-api");
  });
});
