import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { validatePublicCidr } from "../../components/cluster/eks/api-access.ts";
import { environment } from "../../stacks/environment.ts";
import { shop } from "../apps/shop.ts";
import { demandRefusal, devSettings } from "../support/settings.ts";

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const secret = (region: string, name: string) =>
  `arn:aws:secretsmanager:${region}:123456789012:secret:${name}-AbCdEf`;
const hub = secret("ap-northeast-2", "ecr-pullthroughcache/hub");
const least = {
  publicAccess: ["203.0.113.7/32"],
  admins: [role("deploy"), role("people")],
  pullThrough: { "docker.io": hub },
};
const cluster = (more: object) => ({ ...least, ...more });

const load = (value: unknown, more: object = {}) =>
  environment(
    "dev",
    { ...devSettings, "hanok:network": { cidr: "10.16.0.0/16" }, ...more, "hanok:cluster": value },
    { shop },
  );

const errorOf = (value: unknown, more: object = {}) => demandRefusal(() => load(value, more));

/** Value of `hanok:cluster`, the issue's key, words of its message, and other settings. */
const faulty: readonly (readonly [value: unknown, at: string, words: RegExp, more?: object])[] = [
  [
    cluster({ publicAccess: [] }),
    "hanok:cluster.publicAccess",
    /is empty.*Name the addresses.*deployFrom: vpc/,
  ],
  [cluster({ publicAccess: ["0.0.0.0/0"] }), "hanok:cluster.publicAccess[0]", /the whole internet/],
  [
    cluster({ publicAccess: ["128.0.0.0/1"] }),
    "hanok:cluster.publicAccess[0]",
    /larger than a \/16/,
  ],
  [
    cluster({ publicAccess: ["203.0.113.7"] }),
    "hanok:cluster.publicAccess[0]",
    /Write 203\.0\.113\.7\/32/,
  ],
  [
    cluster({ publicAccess: ["203.0.113.7/24"] }),
    "hanok:cluster.publicAccess[0]",
    /Write 203\.0\.113\.0\/24/,
  ],
  [
    cluster({ publicAccess: ["10.0.0.0/16"] }),
    "hanok:cluster.publicAccess[0]",
    /not an address of the internet/,
  ],
  [
    cluster({ publicAccess: ["2001:db8::/32"] }),
    "hanok:cluster.publicAccess[0]",
    /is not an IPv4 network/,
  ],
  [
    cluster({ publicAccess: Array.from({ length: 41 }, (_, n) => `203.0.113.${n}/32`) }),
    "hanok:cluster.publicAccess",
    /are 41 networks, and EKS takes 40/,
  ],
  [cluster({ deployFrom: "office" }), "hanok:cluster.deployFrom", /Write internet or vpc/],
  [cluster({ admins: [] }), "hanok:cluster.admins", /is empty, and a cluster needs two/],
  [cluster({ admins: [role("deploy")] }), "hanok:cluster.admins", /is one principal.*locked out/],
  [cluster({ admins: [role("a"), role("a")] }), "hanok:cluster.admins[1]", /is listed twice/],
  [
    cluster({ admins: [role("a"), "arn:aws:sts::123456789012:assumed-role/b/run"] }),
    "hanok:cluster.admins[1]",
    /is a session.*Write the ARN of its role/,
  ],
  [
    cluster({ viewers: [role("people")] }),
    "hanok:cluster.viewers[0]",
    /is one of the admins, and EKS takes one access entry for each/,
  ],
  [cluster({ version: "1.36.1" }), "hanok:cluster.version", /not a minor version of Kubernetes/],
  [cluster({ version: "1.29" }), "hanok:cluster.version", /out of support on EKS/],
  [cluster({ version: "1.31" }), "hanok:cluster.version", /begins at 1.32/],
  [cluster({ version: 1.36 }), "hanok:cluster.version", /is a number, not text.*in quotes/],
  [
    cluster({ logs: { retentionDays: 8 } }),
    "hanok:cluster.logs.retentionDays",
    /is not a retention/,
  ],
  [
    cluster({ systemNodes: { instanceType: "t4g.mediun", count: 2 } }),
    "hanok:cluster.systemNodes.instanceType",
    /Did you mean t4g\.medium/,
  ],
  [
    cluster({ systemNodes: { instanceType: "t4g.medium", count: 0 } }),
    "hanok:cluster.systemNodes.count",
    /is below 1/,
  ],
  [
    cluster({ systemNodes: { instanceType: "t4g.medium", count: 1 } }),
    "hanok:cluster.systemNodes.count",
    /is one node, and hanok:redundancy is zonal/,
    { "hanok:redundancy": "zonal" },
  ],
  [cluster({ nodeImage: "latest" }), "hanok:cluster.nodeImage", /is not a release of Bottlerocket/],
  [cluster({ repositories: "mine" }), "hanok:cluster.repositories", /Write own or shared/],
  [
    cluster({ pullThrough: { "quay.io": hub } }),
    'hanok:cluster.pullThrough["quay.io"]',
    /is not known/,
  ],
  [
    cluster({ pullThrough: { "docker.io": secret("ap-northeast-2", "hub") } }),
    'hanok:cluster.pullThrough["docker.io"]',
    /ECR does not take.*begins with ecr-pullthroughcache/,
  ],
  [
    cluster({ pullThrough: { "docker.io": secret("us-east-1", "ecr-pullthroughcache/hub") } }),
    'hanok:cluster.pullThrough["docker.io"]',
    /is not in ap-northeast-2/,
  ],
  [
    cluster({ pullThrough: {} }),
    "hanok:cluster.pullThrough",
    /lacks docker\.io, from which every node would pull mariadb:\S+, rabbitmq:\S+, valkey\/valkey:\S+ without an account.*ecr-pullthroughcache/,
  ],
  [
    cluster({ addonVersions: { coredsn: "v1.12.4-eksbuild.1" } }),
    "hanok:cluster.addonVersions.coredsn",
    /Did you mean coredns/,
  ],
  [
    cluster({ addonVersions: { coredns: "1.12.4" } }),
    "hanok:cluster.addonVersions.coredns",
    /is not a version of an EKS add-on/,
  ],
  [null, "hanok:cluster", /is null, not an object/],
];

describe("stacks: hanok:cluster on EKS", () => {
  for (const [value, at, words, more] of faulty) {
    it(`${JSON.stringify(value).slice(0, 100)} is refused at ${at}`, () => {
      const { issues, message } = errorOf(value, more);
      expect(issues.map(({ key }) => key)).to.deep.equal([at]);
      expect(message).to.match(words);
    });
  }

  it("requires only facts that the team knows", () => {
    expect(errorOf(undefined).issues.map(({ key }) => key)).to.deep.equal([
      "hanok:cluster.publicAccess",
      "hanok:cluster.admins",
      "hanok:cluster.pullThrough",
    ]);
  });

  it("takes facts from the YAML, sizes from the profile, and the rest from the defaults", () => {
    expect(load(cluster({ viewers: [role("preview")] })).cluster).to.deep.equal({
      kind: "eks",
      version: "1.36",
      ...least,
      deployFrom: "internet",
      viewers: [role("preview")],
      logs: { retentionDays: 7 },
      systemNodes: { instanceType: "t4g.medium", count: 2 },
      repositories: "own",
      pullThrough: { "docker.io": hub },
      addonVersions: {},
    });
  });

  it("needs no public endpoint for a run inside the VPC", () => {
    const found = load(cluster({ publicAccess: [], deployFrom: "vpc" })).cluster;
    expect(found).to.deep.include({ publicAccess: [], deployFrom: "vpc" });
  });

  it("is replaced as a whole by an existing cluster", () => {
    const existing = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" };
    expect(load(existing).cluster).to.deep.equal(existing);
  });
});

describe("components/cluster/eks: public access", () => {
  const byte = fc.integer({ min: 0, max: 255 });

  it("accepts a single address, but no CIDR block with host bits", () => {
    fc.assert(
      fc.property(
        fc.tuple(byte, byte, byte, byte),
        fc.integer({ min: 16, max: 31 }),
        (bytes, prefix) => {
          const address = bytes.join(".");
          const found = validatePublicCidr(`${address}/32`);
          const first = bytes[0];
          if (first === 10 || first === 0 || first === 127 || first > 223) {
            expect(found).to.not.equal(undefined);
          }
          if (bytes[3] % 2 === 1) {
            expect(validatePublicCidr(`${address}/${prefix}`)).to.not.equal(undefined);
          }
        },
      ),
    );
  });
});
