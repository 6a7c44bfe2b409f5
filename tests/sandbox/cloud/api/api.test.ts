import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { imageIdOf } from "../../../../sandbox/cloud/services/ec2/image.ts";
import { types } from "../../../../sandbox/cloud/services/ec2/types.ts";
import { types as iam } from "../../../../sandbox/cloud/services/iam/types.ts";
import { allow, type Ground, nodeRole, prepareAccount } from "../../karpenter/account.ts";
import { Client, fleet, launchTemplate } from "./client.ts";

const image = imageIdOf("ap-northeast-2", "/aws/service/bottlerocket/arm64/image_id");

describe("the endpoint over the simulated AWS", () => {
  let client: Client;
  let ground: Ground;
  const instances = () => client.cloud.resources.account().list(types.instance);

  beforeEach(async () => {
    client = new Client();
    await client.start();
    ground = prepareAccount(client.cloud);
  });
  afterEach(() => client.end());

  /** A profile with the nodes' role, and a template with it. */
  async function prepare(of: Partial<Parameters<typeof launchTemplate>[1]> = {}): Promise<void> {
    await client.query("iam", "CreateInstanceProfile", { InstanceProfileName: "nodes" });
    const role = { InstanceProfileName: "nodes", RoleName: nodeRole };
    await client.query("iam", "AddRoleToInstanceProfile", role);
    const data = { image, group: ground.group, profile: "nodes", ...of };
    const made = await client.query("ec2", "CreateLaunchTemplate", launchTemplate("one", data));
    expect(made.status, made.text).to.equal(200);
  }

  const on = (index: number): string => ground.subnets[index] ?? "";

  it("refuses actions, parameters and services that it does not know, and says so", async () => {
    const unknown = await client.query("ec2", "StopInstances");
    expect(unknown.status).to.equal(400);
    expect(unknown.text).to.match(/<Code>NotSimulated<.*ec2 StopInstances is not simulated/);
    const strange = await client.query("ec2", "DescribeSubnets", { SubnetId: "x" });
    expect(strange.text).to.contain("ec2 DescribeSubnets is not simulated with SubnetId");
    const service = await client.json("dynamodb", "DynamoDB_20120810.Scan", {});
    expect(service).to.include({ status: 400 });
    expect(service.text).to.contain('"__type":"NotSimulated"');
    expect(client.told).to.have.length(3);
  });

  it("finds subnets and groups by their tags, with the addresses that are free", async () => {
    const tag = { "Filter.1.Name": "tag:karpenter.sh/discovery", "Filter.1.Value.1": "hanok-try" };
    const { text } = await client.query("ec2", "DescribeSubnets", tag);
    expect(text.match(/<subnetId>/g)).to.have.length(3);
    expect(text).to.contain("<availableIpAddressCount>4091<");
    expect(text).to.contain("<availabilityZoneId>apne2-az1<");
    const groups = await client.query("ec2", "DescribeSecurityGroups", tag);
    expect([...groups.text.matchAll(/<groupId>(.*?)</g)].map(([, id]) => id)).to.deep.equal([
      ground.group,
    ]);
  });

  it("launches the cheapest type that is asked for, with tags, interface and address", async () => {
    await prepare();
    const wanted = [
      ["m7g.2xlarge", on(0)],
      ["c7g.xlarge", on(1)],
      ["r7g.xlarge", on(2)],
    ] as const;
    const { text } = await client.query("ec2", "CreateFleet", fleet("one", wanted, 2));
    expect(text.match(/<instanceIds><item>i-0\w{16}<\/item><item>i-0\w{16}</), text).not.to.equal(
      null,
    );
    expect(instances().map(({ properties }) => properties)).to.have.length(2);
    for (const { id, properties } of instances()) {
      expect(properties).to.deep.include({
        instanceType: "c7g.xlarge",
        availabilityZone: "ap-northeast-2b",
        instanceState: "running",
        tags: { "karpenter.sh/nodepool": "general" },
        vpcSecurityGroupIds: [ground.group],
      });
      const held = client.cloud.resources.account().list(types.interface);
      expect(held.filter(({ owner }) => owner === id)).to.have.length(1);
    }
    expect(new Set(instances().map(({ properties }) => properties["privateIp"]))).to.have.length(2);
    expect(() => client.cloud.delete(types.subnet, on(1))).to.throw("DependencyViolation");
    expect(() => client.cloud.delete(types.group, ground.group)).to.throw("DependencyViolation");
  });

  it("ends an instance in two steps, and finds it by its state until then", async () => {
    await prepare();
    await client.query("ec2", "CreateFleet", fleet("one", [["m7g.large", on(0)]], 1));
    const [{ id } = { id: "" }] = instances();
    const running = {
      "InstanceId.1": id,
      "Filter.1.Name": "instance-state-name",
      "Filter.1.Value.1": "running",
    };
    expect((await client.query("ec2", "DescribeInstances", running)).text).to.contain(id);
    const ended = await client.query("ec2", "TerminateInstances", { "InstanceId.1": id });
    expect(ended.text).to.match(/<currentState><code>32<.*<previousState><code>16</);
    expect((await client.query("ec2", "DescribeInstances", running)).text).not.to.contain(id);
    const other = await client.query("ec2", "TerminateInstances", { "InstanceId.1": "i-0" });
    expect(other.text).to.contain("InvalidInstanceID.NotFound");
  });

  const errorsOf = (text: string): readonly string[] =>
    [...text.matchAll(/<errorCode>(.*?)</g)].map(([, code = ""]) => code);

  it("says why each choice of a fleet was not taken, and launches nothing", async () => {
    await prepare({ profile: "another" });
    const noProfile = await client.query(
      "ec2",
      "CreateFleet",
      fleet("one", [["m7g.large", on(0)]], 1),
    );
    expect(errorsOf(noProfile.text)).to.deep.equal(["InvalidParameterValue"]);
    const intel = await client.query("ec2", "CreateFleet", fleet("one", [["m7i.large", on(0)]], 1));
    expect(intel.text).to.contain("does not match the architecture 'arm64' of the specified AMI");
    await client.query("iam", "CreateInstanceProfile", { InstanceProfileName: "another" });
    await client.query("iam", "AddRoleToInstanceProfile", {
      InstanceProfileName: "another",
      RoleName: nodeRole,
    });
    allow(client.cloud, ["ec2:*", "iam:PassRole"]);
    const spot = await client.query(
      "ec2",
      "CreateFleet",
      fleet("one", [["m7g.large", on(0)]], 1, "spot"),
    );
    expect(errorsOf(spot.text)).to.deep.equal([
      "AuthFailure.ServiceLinkedRoleCreationNotPermitted",
    ]);
    expect(instances()).to.deep.equal([]);
  });

  it("makes Spot's role for the first of its instances, where the caller may have it made", async () => {
    await prepare();
    const spot = fleet("one", [["m7g.large", on(0)]], 1, "spot");
    await client.query("ec2", "CreateFleet", spot);
    expect(instances().map(({ properties }) => properties["instanceLifecycle"])).to.deep.equal([
      "spot",
    ]);
    const roles = client.cloud.resources.account().list(iam.role);
    expect(roles.map(({ id }) => id)).to.include("AWSServiceRoleForEC2Spot");
  });

  it("allows what the caller's policies allow, and nothing to a stranger", async () => {
    allow(client.cloud, ["ec2:DescribeSubnets", "ec2:CreateFleet"]);
    expect((await client.query("ec2", "DescribeSubnets")).status).to.equal(200);
    const types = await client.query("ec2", "DescribeInstanceTypes");
    expect(types.status).to.equal(403);
    expect(types.text).to.match(
      /<Code>UnauthorizedOperation<.*allows the ec2:DescribeInstanceTypes/,
    );
    // a launch also needs what it does on the caller's behalf
    const launch = await client.query("ec2", "CreateFleet", fleet("one", [], 1));
    expect(launch.text).to.contain("allows the ec2:RunInstances action");
    const prices = await client.json("pricing", "AWSPriceListService.GetProducts", {});
    expect(prices.text).to.contain('"__type":"AccessDeniedException"');
    client.key = "nobody";
    const stranger = await client.query("ec2", "DescribeSubnets");
    expect(stranger.text).to.contain("<Code>AuthFailure<").and.to.contain("no role nobody");
  });

  it("tries a launch dry, with the refusals of a real one", async () => {
    await prepare();
    const launch = {
      DryRun: "true",
      MinCount: "1",
      MaxCount: "1",
      InstanceType: "m7g.large",
      "LaunchTemplate.LaunchTemplateName": "one",
      "NetworkInterface.1.SubnetId": on(0),
    };
    const granted = await client.query("ec2", "RunInstances", launch);
    expect(granted.status).to.equal(412);
    expect(granted.text).to.contain("DryRunOperation");
    const nowhere = { ...launch, "NetworkInterface.1.SubnetId": "subnet-0" };
    const refused = await client.query("ec2", "RunInstances", nowhere);
    expect(refused.text).to.contain("InvalidSubnetID.NotFound");
    const real = await client.query("ec2", "RunInstances", { ...launch, DryRun: "false" });
    expect(real.text).to.contain("UnsupportedOperation");
  });

  it("knows AWS's images by identifier, and none that was made up", async () => {
    const ask = (id: string) =>
      client.query("ec2", "DescribeImages", {
        "Filter.1.Name": "image-id",
        "Filter.1.Value.1": id,
      });
    expect((await ask(image)).text).to.contain("<architecture>arm64<");
    expect((await ask("ami-0123456789abcdef0")).text).not.to.contain("<imageId>");
    const name = "/aws/service/bottlerocket/arm64/image_id";
    const parameter = await client.json("ssm", "AmazonSSM.GetParameter", { Name: name });
    expect(JSON.parse(parameter.text)).to.have.nested.property("Parameter.Value", image);
    const none = await client.json("ssm", "AmazonSSM.GetParameter", { Name: "/mine" });
    expect(none.text).to.contain('"__type":"ParameterNotFound"');
  });

  it("does not let go of a profile that holds a role, nor of a role that a profile holds", async () => {
    await prepare();
    const held = await client.query("iam", "DeleteInstanceProfile", {
      InstanceProfileName: "nodes",
    });
    expect(held.text).to.contain("<Code>DeleteConflict<");
    const missing = await client.query("iam", "GetInstanceProfile", { InstanceProfileName: "no" });
    expect(missing).to.include({ status: 404 });
    expect(missing.text).to.contain("<Code>NoSuchEntity<");
    expect(() => client.cloud.delete(iam.role, nodeRole)).to.throw("DeleteConflict");
  });

  it("has prices on demand for the region, and Spot at a share of them", async () => {
    const filter = (family: string, tenancy: string) => ({
      ServiceCode: "AmazonEC2",
      Filters: [
        { Field: "regionCode", Type: "TERM_MATCH", Value: "ap-northeast-2" },
        { Field: "productFamily", Type: "TERM_MATCH", Value: family },
        { Field: "tenancy", Type: "TERM_MATCH", Value: tenancy },
      ],
    });
    const target = "AWSPriceListService.GetProducts";
    const shared = await client.json("pricing", target, filter("Compute Instance", "Shared"));
    const list: { readonly PriceList: readonly string[] } = JSON.parse(shared.text);
    expect(list.PriceList.find((one) => one.includes('"m7g.large"'))).to.contain('"USD":"0.1003"');
    const metal = filter("Compute Instance (bare metal)", "Dedicated");
    expect((await client.json("pricing", target, metal)).text).to.contain("c7g.metal");
    const spot = await client.query("ec2", "DescribeSpotPriceHistory", { MaxResults: "2000" });
    expect(spot.text).to.match(/m7g\.large<\/instanceType>.{0,80}<spotPrice>0\.040120</);
    const odd = { Filters: [{ Field: "operatingSystem", Value: "Windows" }] };
    const refused = await client.json("pricing", target, odd);
    expect(refused.text, refused.text).to.contain("not simulated");
  });

  it("describes the cluster, and only one that there is", async () => {
    const one = await client.send("eks", "/clusters/hanok-try", { method: "GET" });
    expect(JSON.parse(one.text)).to.have.nested.property("cluster.version", "1.36");
    expect(JSON.parse(one.text)).to.have.nested.property(
      "cluster.kubernetesNetworkConfig.serviceIpv4Cidr",
      "172.20.0.0/16",
    );
    expect(await client.send("eks", "/clusters/no", { method: "GET" })).to.include({ status: 404 });
  });

  it("delivers a message until it is deleted, and waits for one", async () => {
    const url = "https://sqs.ap-northeast-2.amazonaws.com/123456789012/hanok-try-karpenter";
    const asked = await client.json("sqs", "AmazonSQS.GetQueueUrl", {
      QueueName: "hanok-try-karpenter",
    });
    expect(JSON.parse(asked.text)).to.deep.equal({ QueueUrl: url });
    client.cloud.resources.account().put({
      type: "simulated:sqs/message:Message",
      id: "one",
      properties: { queueUrl: url, body: "{}", sent: "1" },
    });
    const receive = { QueueUrl: url, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 };
    const first = await client.json("sqs", "AmazonSQS.ReceiveMessage", receive);
    expect(JSON.parse(first.text)).to.have.nested.property(
      "Messages[0].MD5OfBody",
      "99914b932bd37a50b983c5e7c90ae93b",
    );
    const done = { QueueUrl: url, ReceiptHandle: "one" };
    await client.json("sqs", "AmazonSQS.DeleteMessage", done);
    const none = { ...receive, WaitTimeSeconds: 0 };
    const second = await client.json("sqs", "AmazonSQS.ReceiveMessage", none);
    expect(JSON.parse(second.text)).to.deep.equal({ Messages: [] });
    const no = await client.json("sqs", "AmazonSQS.GetQueueUrl", { QueueName: "no" });
    expect(no.text).to.contain("QueueDoesNotExist");
  });
});
