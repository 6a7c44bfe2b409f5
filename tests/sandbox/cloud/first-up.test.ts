import { expect } from "chai";
import { invoke } from "../../../sandbox/cloud/invoke.ts";
import { writePrincipal } from "../../../sandbox/cloud/principal.ts";
import { seedAccount } from "../../../sandbox/cloud/seed.ts";
import { eksTypes } from "../../../sandbox/cloud/services/eks/types.ts";
import { natImage } from "../../../ops/mocks/aws.ts";
import { TestCloud } from "./cloud.ts";
import { trusted, type } from "./services.ts";
import { existing, refuses } from "./stores/table.ts";

const deployer = "arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-deploy";
const boundary = "arn:aws:iam::123456789012:policy/hanok-bootstrap/hanok-boundary";

/** An account in which the deploy role of `bootstrap/` runs the program. */
function deploying(cloud: TestCloud): TestCloud {
  seedAccount({ home: cloud.home, account: "123456789012", principals: [deployer] });
  writePrincipal(cloud.home, deployer);
  return cloud;
}

refuses("IAM", [
  [
    "a deploy role that creates a role without its boundary",
    /AccessDenied: User: .*hanok-deploy is not authorized to perform: iam:CreateRole .* explicit deny in a permissions boundary/,
    (cloud) => deploying(cloud).make(type.role, { name: "app", assumeRolePolicy: trusted }),
  ],
]);

refuses("EKS", [
  [
    "a control plane in a zone that has none",
    /UnsupportedAvailabilityZoneException: .*us-east-1c/,
    (cloud, of) => {
      for (const [id, zone] of [
        [of.a, "us-east-1a"],
        [of.b, "us-east-1c"],
      ] as const)
        existing(cloud, "aws:ec2/subnet:Subnet", id, { vpcId: of.vpc, availabilityZone: zone });
      const vpcConfig = { subnetIds: [of.a, of.b] };
      const roleArn = existing(cloud, type.role, "eks", {
        name: "eks",
        arn: "arn:aws:iam::123456789012:role/eks",
        assumeRolePolicy: trusted.replace("ec2.", "eks."),
      });
      return cloud.make(eksTypes.cluster, { name: "main", roleArn, vpcConfig });
    },
  ],
]);

describe("questions to the simulated account before the first resource", () => {
  const ask = (cloud: TestCloud, token: string, args: Readonly<Record<string, unknown>>) =>
    invoke(token, args, cloud.resources.account());

  it("tell the deploy role's boundary, and its document", () => {
    const cloud = deploying(new TestCloud());
    try {
      const role = ask(cloud, "aws:iam/getRole:getRole", { name: "hanok-deploy" });
      expect(role["permissionsBoundary"]).to.equal(boundary);
      const { policy } = ask(cloud, "aws:iam/getPolicy:getPolicy", { arn: boundary });
      expect(policy).to.contain("iam:PermissionsBoundary");
      cloud.make(type.role, {
        name: "app",
        assumeRolePolicy: trusted,
        permissionsBoundary: boundary,
      });
    } finally {
      cloud.end();
    }
  });

  it("tell the log group of a control plane that EKS makes again when it was deleted", () => {
    const cloud = new TestCloud();
    const name = "/aws/eks/hanok-dev/cluster";
    const group = () => ask(cloud, "aws:cloudwatch/getLogGroup:getLogGroup", { name });
    try {
      cloud.delete(type.logs, cloud.id(type.logs, { name, retentionInDays: 7 }));
      expect(group()).to.deep.include({ name, retentionInDays: 0, tags: {} });
      expect(() => cloud.make(type.logs, { name })).to.throw(/ResourceAlreadyExistsException/);
    } finally {
      cloud.end();
    }
  });

  it("tell the images of an owner, and whether one exists", () => {
    const cloud = new TestCloud();
    const images = (name: string, value: string) =>
      ask(cloud, "aws:ec2/getAmiIds:getAmiIds", {
        owners: ["568608671756"],
        filters: [{ name, values: [value] }],
      })["ids"];
    try {
      expect(images("name", "fck-nat-al2023-hvm-1.*-arm64-ebs")).to.have.lengthOf(1);
      expect(images("image-id", natImage)).to.deep.equal([natImage]);
      expect(images("image-id", "ami-0123456789abcdef0")).to.deep.equal([]);
    } finally {
      cloud.end();
    }
  });
});
