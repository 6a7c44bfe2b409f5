import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../../apps/check.ts";
import { inProfile } from "../../../apps/system.ts";
import { manifests } from "../../../components/app-service/manifests.ts";
import { policyLength, statementsOf } from "../../../components/app-service/permissions.ts";
import type { WebService } from "../../../components/app-service/service.ts";
import { issueLine } from "../../../components/validation.ts";
import { dev } from "../../../stacks/dev.ts";
import { leastService, platform } from "../../support/fixtures.ts";
import { orders, workload } from "./orders.ts";

const photos = {
  actions: ["s3:GetObject", "s3:PutObject"],
  resources: ["arn:aws:s3:::shop-photos/*"],
};
const list = {
  actions: ["s3:ListBucket"],
  resources: ["arn:aws:s3:::shop-photos"],
  conditions: { StringLike: { "s3:prefix": "thumbs/*" } },
};
const endpoints = [{ ipBlock: { cidr: "10.16.0.0/19" } }];
const onAws = { ...platform, aws: { region: "ap-northeast-2", endpoints } };
const inCluster = (spec: Partial<WebService>, on = onAws) => {
  const objects = manifests(orders(spec), [], on);
  const policy = objects.find(({ kind }) => kind === "NetworkPolicy");
  return policy?.kind === "NetworkPolicy" ? (policy.spec?.egress ?? []) : [];
};

describe("permissions of a service", () => {
  it("are statements of its role, with their conditions", () => {
    expect(statementsOf([photos, list])).to.deep.equal([
      { Effect: "Allow", Action: photos.actions, Resource: photos.resources },
      {
        Effect: "Allow",
        Action: list.actions,
        Resource: list.resources,
        Condition: { StringLike: { "s3:prefix": "thumbs/*" } },
      },
    ]);
  });

  it("open the way to the credentials and to the endpoints in the VPC, but not to the internet", () => {
    const [, ...egress] = inCluster({ permissions: [photos] });
    expect(egress).to.deep.equal([
      { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ port: 80, protocol: "TCP" }] },
      { to: endpoints, ports: [{ port: 443, protocol: "TCP" }] },
    ]);
    const without = { ...onAws, aws: { ...onAws.aws, endpoints: [] } };
    expect(inCluster({ permissions: [photos] }, without)).to.have.length(2);
    expect(inCluster({})).to.have.length(1);
    expect(inCluster({ permissions: [] })).to.have.length(1);
  });

  it("change the pods when the first is added, because older pods have no credentials", () => {
    const template = (spec: Partial<WebService>) =>
      workload(orders(spec), [], onAws).spec?.template;
    const [without, one, two] = [{}, { permissions: [photos] }, { permissions: [photos, list] }];
    expect(template(one)?.metadata?.annotations).to.include({ "hanok.dev/permissions": "aws" });
    expect(template(one)?.spec?.containers[0]?.env).to.deep.include({
      name: "AWS_REGION",
      value: "ap-northeast-2",
    });
    expect(template(without)).to.deep.equal(template({ permissions: [] }));
    expect(template(without)).not.to.deep.equal(template(one));
    // a role's policy changes in place
    expect(template(two)).to.deep.equal(template(one));
    const own = { environment: { AWS_REGION: "us-east-1" } };
    expect(template({ ...one, ...own })?.spec?.containers[0]?.env).to.deep.include({
      name: "AWS_REGION",
      value: "us-east-1",
    });
    expect(template({ ...one, ...own })).not.to.deep.equal(template(own));
  });

  it("leave the pod without a token for the API server", () => {
    const pod = workload(orders({ permissions: [photos] }), [], onAws).spec?.template.spec;
    expect(pod?.automountServiceAccountToken).to.equal(false);
    expect(pod?.serviceAccountName).to.equal("orders");
  });
});

describe("apps/check: permissions", () => {
  const eks = {
    redundancy: "none",
    cluster: { kind: "eks" },
    nodes: [],
    nodePools: dev.nodePools,
  } as const;
  const shop = (spec: Partial<WebService>) => ({
    name: "shop",
    host: "shop",
    stores: {},
    services: {
      api: { ...leastService, ...spec, scaling: leastService.scaling, volume: undefined },
    },
    routes: { "/": "api" },
  });
  const internet = { ports: [443], because: "S3 has public addresses" };

  it("are refused on an existing cluster", () => {
    const system = shop({ permissions: [photos], internet });
    expect(checkSystem(system, eks)).to.deep.equal({ issues: [], warnings: [] });
    const lines = checkSystem(system, { ...eks, cluster: { kind: "existing" } }).issues;
    expect(lines.map(issueLine)).to.deep.equal([
      "shop.services.api.permissions — need an AWS account, but the cluster is an existing one. " +
        "Leave them out here, as in: { local: { permissions: [] } } does.",
    ]);
    expect(checkSystem(shop({ permissions: [] }), { ...eks, cluster: { kind: "existing" } }).issues)
      .to.be.empty;
  });

  it("and the networks that a service reaches may differ by profile", () => {
    const members = { cidr: "10.20.0.5/32", ports: [3306], because: "the members of production" };
    const reaches = [members];
    const system = shop({
      permissions: [photos],
      internet,
      in: { local: { permissions: [] }, prod: { reaches } },
    });
    const existing = { ...eks, cluster: { kind: "existing" } } as const;
    expect(checkSystem(inProfile(system, "local"), existing).issues).to.deep.equal([]);
    expect(inProfile(system, "prod").services["api"]).to.deep.include({
      reaches,
      permissions: [photos],
    });
    expect(checkSystem(inProfile(system, "prod"), eks)).to.deep.equal({ issues: [], warnings: [] });
    const wrong = shop({ in: { prod: { reaches: [{ ...members, cidr: "0.0.0.0/0" }] } } });
    expect(checkSystem(wrong, eks).issues.map(({ key }) => key)).to.deep.equal([
      "shop.services.api.in.prod.reaches[0].cidr",
    ]);
  });

  it("fit into the policy of a role", () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      actions: ["s3:GetObject"],
      resources: [`arn:aws:s3:::shop-photos-${index}/*`],
    }));
    const [issue] = checkSystem(shop({ permissions: many, internet }), eks).issues;
    expect(policyLength(many)).to.be.above(10_240);
    expect(issue?.problem).to.match(/^have \d+ characters.*at most 10240/);
  });

  it("warn without a way to the APIs", () => {
    const warned = (spec: Partial<WebService>, endpoints_: readonly string[] = []) => {
      const network = {
        kind: "vpc",
        cidr: "10.16.0.0/16",
        serviceCidr: "172.20.0.0/16",
        company: [],
        endpoints: endpoints_,
      } as const;
      return checkSystem(shop(spec), { ...eks, network }).warnings;
    };
    const jobs = {
      actions: ["sqs:ReceiveMessage"],
      resources: ["arn:aws:sqs:ap-northeast-2:123456789012:jobs"],
    };
    expect(warned({ permissions: [photos, jobs] })).to.deep.equal([
      "shop.services.api.permissions: the network policy opens no way to s3 and sqs; " +
        'add internet: { ports: [443], because: "…" }, which the gateway endpoints of S3 and DynamoDB need too',
    ]);
    expect(warned({ permissions: [photos, jobs] }, ["sqs"])[0]).to.contain("no way to s3;");
    expect(warned({ permissions: [jobs] }, ["sqs"])).to.deep.equal([]);
    expect(warned({ permissions: [photos], internet })).to.deep.equal([]);
  });
});
