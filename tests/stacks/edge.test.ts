import { expect } from "chai";
import { describe, it } from "mocha";
import type { System } from "../../apps/system.ts";
import { awsAnswers, awsOutputs, natImage } from "../../ops/mocks/aws.ts";
import { type Recorded, recordResources } from "../../ops/mocks/recorder.ts";
import { type Environment, environment } from "../../stacks/environment.ts";
import { deploy } from "../../stacks/platform.ts";
import { shop } from "../apps/shop.ts";
import { madeUp } from "../support/local-stack.ts";
import { devSettings, reachable, refusalOf } from "../support/settings.ts";

const facts = {
  ...devSettings,
  "hanok:cluster": {
    ...reachable,
    admins: ["arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-deploy", ...reachable.admins],
  },
  "hanok:charts": { kind: "folder", path: "charts" },
  "hanok:network": {
    natImage,
    cidr: "10.17.0.0/16",
    zones: { publicZone: { kind: "existing", name: "example.com" } },
  },
};
const cloudfront = { "hanok:edge": "cloudfront" };
const withFiles = { ...shop, staticFiles: ["/static/"] } satisfies System;

const load = (more: object = {}, system: System = shop): Environment =>
  environment("dev", { ...facts, ...more }, { shop: system });

const record = (more: object, system: System = shop): Promise<readonly Recorded[]> =>
  recordResources(() => deploy(load(more, system), { shop: system }), {
    stack: "dev",
    outputs: (resource) =>
      resource.type.startsWith("random:") ? { result: madeUp } : awsOutputs(resource),
    answers: awsAnswers,
  });

const finder = (resources: readonly Recorded[]) => (type: string, name: string) => {
  const found = resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name}`);
  return found.inputs;
};

const issuesOf = (more: object): readonly string[] =>
  refusalOf(() => load({ ...cloudfront, ...more }))?.issues.map(
    ({ key, problem }) => `${key} ${problem}`,
  ) ?? [];

describe("hanok:edge", () => {
  it("needs a load balancer on EKS and a delegated domain", () => {
    const cluster = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" };
    expect(issuesOf({ "hanok:cluster": cluster })).to.include(
      "hanok:edge has no effect if hanok:cluster is {kind: existing}",
    );
    const zones = { publicZone: { kind: "new", delegated: false } };
    expect(issuesOf({ "hanok:network": { ...facts["hanok:network"], zones } })).to.deep.equal([
      "hanok:edge needs a certificate, which is not issued before the domain is delegated",
    ]);
    expect(issuesOf({})).to.deep.equal([]);
  });
});

describe("a stack behind CloudFront", () => {
  it("has nothing of the VPC on the internet: the load balancer is internal, in subnets without pods", async () => {
    const find = finder(await record(cloudfront));
    const { spec } = find("LoadBalancerConfiguration", "cluster-gateway-edge-load-balancer") as {
      spec: Record<string, unknown>;
    };
    expect(spec).to.deep.include({
      scheme: "internal",
      loadBalancerName: "hanok-dev-edge",
      loadBalancerSubnets: [{ identifier: "data-1" }, { identifier: "data-2" }],
    });
    expect(spec["wafV2"]).to.equal(undefined);
    const policy = find("NetworkPolicy", "shop-files-networkpolicy") as {
      spec: { ingress: { from: { ipBlock?: { cidr: string } }[] }[] };
    };
    const admitted = policy.spec.ingress.flatMap(({ from }) =>
      from.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock.cidr])),
    );
    expect(admitted).to.deep.equal(spec["sourceRanges"]);
  });

  it("has one web ACL, which sees the viewers' addresses, in us-east-1", async () => {
    const resources = await record(cloudfront);
    const acls = resources.filter(({ type }) => type === "aws:wafv2/webAcl:WebAcl");
    expect(
      acls.map(({ name, inputs: { scope, region } }) => ({ name, scope, region })),
    ).to.deep.equal([{ name: "edge-web-acl", scope: "CLOUDFRONT", region: "us-east-1" }]);
    const find = finder(resources);
    expect(find("Distribution", "edge-shop")["webAclId"]).to.include(":edge-web-acl");
    expect(find("LogGroup", "edge-web-acl")).to.deep.include({
      name: "aws-waf-logs-hanok-dev-edge",
      region: "us-east-1",
    });
  });

  it("T2: passes WebSockets, cookies and the host, and caches no dynamic path", async () => {
    const find = finder(await record(cloudfront, withFiles));
    const { defaultCacheBehavior, orderedCacheBehaviors, origins, aliases } = find(
      "Distribution",
      "edge-shop",
    );
    expect(aliases).to.deep.equal(["shop.example.com"]);
    expect(defaultCacheBehavior).to.deep.include({
      targetOriginId: "gateway",
      viewerProtocolPolicy: "redirect-to-https",
      // AWS's CachingDisabled and AllViewer
      cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      originRequestPolicyId: "216adef6-5c7f-47e4-b989-5492eafa07d3",
      allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
    });
    expect(origins).to.have.lengthOf(2);
    expect((origins as readonly object[])[0]).to.deep.include({
      originId: "gateway",
      domainName: "cluster-gateway-edge.elb.amazonaws.com",
      vpcOriginConfig: { vpcOriginId: "edge-origin-id", originReadTimeout: 60 },
    });
    expect(orderedCacheBehaviors).to.have.lengthOf(1);
    expect((orderedCacheBehaviors as readonly object[])[0]).to.deep.include({
      pathPattern: "/static/*",
      targetOriginId: "files",
      allowedMethods: ["GET", "HEAD"],
    });
  });

  it("is another gateway than one on the internet, because the address of a changed one would be unknown", async () => {
    const resources = await record(cloudfront);
    const gateways = resources.filter(({ type }) => type.endsWith(":Gateway"));
    expect(gateways.map(({ name }) => name)).to.deep.equal(["cluster-gateway-edge"]);
    expect(finder(resources)("HTTPRoute", "shop-files-httproute")).to.have.deep.nested.property(
      "spec.parentRefs",
      [{ name: "edge", namespace: "gateway" }],
    );
  });

  it("replaces the VPC origin when the load balancer is another one, because a used one cannot change", async () => {
    const resources = await record(cloudfront);
    const { vpcOriginEndpointConfig } = finder(resources)("VpcOrigin", "edge-origin");
    const { name, ...config } = vpcOriginEndpointConfig as { name: string };
    expect(config).to.deep.equal({
      arn: "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/hanok-dev-edge/50dc6c495c0c9188",
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
    });
    // of its content: the old and the new origin exist side by side
    expect(name).to.match(/^hanok-dev-[0-9a-f]{8}$/);
  });

  it("changes the record of a host in place, and adds one for IPv6", async () => {
    const records = (resources: readonly Recorded[]) =>
      resources.filter(({ type, name }) => type.endsWith(":Record") && name.includes("shop."));
    const before = records(await record({}));
    const after = records(await record(cloudfront));
    expect(after.map(({ name, parent }) => `${parent ?? ""} ${name}`)).to.deep.equal([
      ...before.map(({ name, parent }) => `${parent ?? ""} ${name}`),
      `${before[0]?.parent ?? ""} cluster-gateway-shop.example.com-ipv6`,
    ]);
    expect(after.map(({ inputs }) => inputs["aliases"])).to.deep.equal(
      after.map(() => [
        { name: "edge-shop.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
      ]),
    );
  });

  it("keeps static files in a bucket that CloudFront alone reads", async () => {
    const plain = await record(cloudfront);
    expect(plain.filter(({ name }) => name === "edge-shop-files")).to.deep.equal([]);
    const find = finder(await record(cloudfront, withFiles));
    expect(find("OriginAccessControl", "edge-shop-files")).to.deep.include({
      signingBehavior: "always",
    });
    const policy = JSON.parse(String(find("BucketPolicy", "edge-shop-files")["policy"])) as {
      Statement: { Effect: string; Principal: unknown; Action: string }[];
    };
    expect(
      policy.Statement.filter(({ Effect }) => Effect === "Allow").map(({ Principal, Action }) => ({
        Principal,
        Action,
      })),
    ).to.deep.equal([
      { Principal: { Service: "cloudfront.amazonaws.com" }, Action: "s3:GetObject" },
    ]);
  });

  it("delivers the access log of each distribution", async () => {
    const find = finder(await record(cloudfront));
    expect(find("LogDeliverySource", "edge-shop")).to.deep.include({
      region: "us-east-1",
      name: "hanok-dev-shop",
      logType: "ACCESS_LOGS",
    });
    expect(find("LogDelivery", "edge-shop")).to.deep.include({ region: "us-east-1" });
    expect(find("LogDeliveryDestination", "edge-logs")).to.deep.include({
      region: "us-east-1",
      deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:s3:::edge-logs" },
    });
  });
});
