import { expect } from "chai";
import { describe, it } from "mocha";
import { billings, free } from "../../../policy/price/billings.ts";
import type { Item } from "../../../policy/price/item.ts";
import { changesOf } from "../../../policy/price/price.ts";
import { rateOf, regions } from "../../../policy/price/rates.ts";
import { Stack } from "../../../policy/price/stack.ts";
import { type Usage, usageOf } from "../../../policy/price/usage.ts";
import { cents, item, positionsOf, usage } from "./items.ts";

interface Hand {
  readonly what: string;
  readonly items: readonly Item[];
  readonly use?: Partial<Usage>;
  /** US dollars of a month of 730 hours, computed by hand from the price tables. */
  readonly seoul: string | undefined;
  readonly virginia: string | undefined;
}

const gateway = [
  item("kubernetes:gateway.networking.k8s.io/v1:GatewayClass", {
    metadata: { name: "alb" },
    spec: { controllerName: "gateway.k8s.aws/alb" },
  }),
  item("kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration", {
    metadata: { name: "public" },
    spec: { scheme: "internet-facing" },
  }),
  item("kubernetes:gateway.networking.k8s.io/v1:Gateway", {
    spec: { gatewayClassName: "alb", infrastructure: { parametersRef: { name: "public" } } },
  }),
  item("awsx:ec2:Vpc", { availabilityZoneNames: ["a", "b", "c"] }),
];

const byHand: readonly Hand[] = [
  // 730 h at 0.10
  {
    what: "control plane",
    items: [item("aws:eks/cluster:Cluster")],
    seoul: "73.00",
    virginia: "73.00",
  },
  {
    // 730 h at 0.059 and 0.045, 100 GB at the same figures
    what: "NAT gateway with 100 GB",
    items: [item("aws:ec2/natGateway:NatGateway")],
    use: { natGb: 100 },
    seoul: "48.97",
    virginia: "37.35",
  },
  {
    // 2 nodes, 730 h, at 0.0416 and 0.0336; 48 GB at 0.0912 and 0.08
    what: "two t4g.medium with 24 GiB each",
    items: [
      item("aws:ec2/launchTemplate:LaunchTemplate", {
        blockDeviceMappings: [{ ebs: { volumeSize: 4 } }, { ebs: { volumeSize: "20" } }],
      }),
      item("aws:eks/nodeGroup:NodeGroup", {
        instanceTypes: ["t4g.medium"],
        scalingConfig: { desiredSize: 2 },
      }),
    ],
    seoul: "65.11",
    virginia: "52.90",
  },
  {
    // 730 h at 0.0225, three addresses of 730 h at 0.005
    what: "public load balancer in three zones",
    items: gateway,
    seoul: "27.38",
    virginia: "27.38",
  },
  {
    // the same, 101 capacity units at 0.008, 101 GB at 0.126 and 0.09
    what: "the same with 101 GB to the internet",
    items: gateway,
    use: { internetGb: 101 },
    seoul: "40.91",
    virginia: "37.27",
  },
  {
    // 5, and 4 rules of 1, and 10 million at 0.60
    what: "web ACL with four rules and ten million requests",
    items: [item("aws:wafv2/webAcl:WebAcl", { rules: [{}, {}, {}, {}] })],
    use: { requestsMillion: 10 },
    seoul: "15.00",
    virginia: "15.00",
  },
  {
    // 4 GB at 0.76 and 0.50, kept for 90 days: 12 GB-months at 0.0314 and 0.03
    what: "logs of the control plane, 90 days",
    items: [
      item("aws:cloudwatch/logGroup:LogGroup", { name: "/aws/eks/x/cluster", retentionInDays: 90 }),
    ],
    use: { controlPlaneLogsGb: 4 },
    seoul: "3.42",
    virginia: "2.36",
  },
  {
    // 2 × 730 h at 0.247 and 0.178; 100 GB at 0.262 and 0.23
    what: "PostgreSQL in two zones, 100 GiB",
    items: [
      item("aws:rds/instance:Instance", {
        engine: "postgres",
        instanceClass: "db.m5.large",
        multiAz: true,
        allocatedStorage: 100,
      }),
    ],
    seoul: "386.82",
    virginia: "282.88",
  },
  {
    // 3 × 730 h at 0.1448 and 0.1192
    what: "Valkey, one shard with two replicas",
    items: [
      item("aws:elasticache/replicationGroup:ReplicationGroup", {
        engine: "valkey",
        nodeType: "cache.m6g.large",
        replicasPerNodeGroup: 2,
      }),
    ],
    seoul: "317.11",
    virginia: "261.05",
  },
  { what: "key", items: [item("aws:kms/key:Key")], seoul: "1.00", virginia: "1.00" },
  { what: "zone", items: [item("aws:route53/zone:Zone")], seoul: "0.50", virginia: "0.50" },
  {
    // 730 h at 0.0052 and 0.0042, 8 GB
    what: "NAT instance",
    items: [
      item("aws:ec2/launchTemplate:LaunchTemplate", {
        instanceType: "t4g.nano",
        blockDeviceMappings: [{ ebs: { volumeSize: 8 } }],
      }),
      item("aws:autoscaling/group:Group", { minSize: 1 }),
    ],
    seoul: "4.53",
    virginia: "3.71",
  },
];

describe("the price of a resource", () => {
  for (const { what, items, use, seoul, virginia } of byHand)
    it(`agrees with a hand computation to the cent: ${what}`, () => {
      const priced = (region: string) => cents(positionsOf(region, items, usage(use)));
      expect(priced("ap-northeast-2"), "Seoul").to.equal(seoul);
      expect(priced("us-east-1"), "Virginia").to.equal(virginia);
    });

  it("is unknown, and never zero, for a type, a class and a region without a price", () => {
    const queue = item("aws:kinesis/stream:Stream");
    const [stream] = positionsOf("us-east-1", [queue]);
    expect(stream).to.include({ usd: undefined, source: "this type has no price here" });
    const exotic = item("aws:rds/instance:Instance", {
      engine: "oracle-ee",
      instanceClass: "db.x9",
    });
    const [server] = positionsOf("us-east-1", [exotic]);
    expect(server?.usd).to.equal(undefined);
    expect(server?.source).to.equal("no price of rds.db.x9.oracle-ee in us-east-1");
    const [key] = positionsOf("eu-west-1", [item("aws:kms/key:Key")]);
    expect(key?.usd).to.equal(undefined);
    expect(key?.source).to.contain("eu-west-1");
  });

  it("marks what is an estimate: by use, by a share, or a price that nobody read", () => {
    const key = item("aws:kms/key:Key");
    const zone = item("aws:route53/resolverEndpoint:ResolverEndpoint", { ipAddresses: [{}, {}] });
    const bucket = item("aws:s3/bucket:Bucket");
    const marks = positionsOf("ap-northeast-2", [key, zone, bucket], usage({ bucketGb: 1 })).map(
      ({ what, estimate }) => `${what}: ${estimate}`,
    );
    expect(marks).to.deep.equal(["key: false", "addresses: true", "objects: true"]);
  });

  it("follows the region that a resource names", () => {
    const certificate = item("aws:cloudwatch/logGroup:LogGroup", {
      region: "us-east-1",
      retentionInDays: 30,
    });
    expect(
      cents(positionsOf("ap-northeast-2", [certificate], usage({ otherLogsGb: 10 }))),
    ).to.equal("5.30");
  });

  it("of a type is either billed or free, and not both", () => {
    const both = Object.keys(billings).filter((type) => free.some((one) => one.test(type)));
    expect(both).to.deep.equal([]);
  });
});

describe("office hours", () => {
  const schedule = (expression: string, desired: number, name: string) =>
    item(
      "aws:scheduler/schedule:Schedule",
      {
        scheduleExpression: expression,
        target: { input: JSON.stringify({ ScalingConfig: { DesiredSize: desired } }) },
      },
      name,
    );
  const wake = schedule("cron(0 8 ? * MON,TUE,WED,THU,FRI *)", 2, "wake");
  const sleep = schedule("cron(30 20 ? * MON-FRI *)", 0, "sleep");

  it("are read from the schedules of the node group: 12.5 hours on five days of seven", () => {
    const { awake } = new Stack([wake, sleep]);
    expect(awake.groups).to.be.closeTo((730 * 12.5 * 5) / 168, 1e-9);
    expect(awake.pools).to.equal(awake.groups);
  });

  it("end for the pools when their draining ends", () => {
    const close = item("kubernetes:batch/v1:CronJob", {
      metadata: { name: "close" },
      spec: { schedule: "0 20 * * 1-5", jobTemplate: { spec: { activeDeadlineSeconds: 1500 } } },
    });
    const { awake } = new Stack([wake, sleep, close]);
    expect(awake.pools).to.be.closeTo((730 * (12 + 25 / 60) * 5) / 168, 1e-9);
  });

  it("are all hours without both schedules", () => {
    expect(new Stack([wake]).awake).to.deep.equal({ groups: 730, pools: 730 });
  });
});

describe("the assumptions", () => {
  it("are those that the program registers, and defaults otherwise", () => {
    const budget = item("hanok:index:Budget", { usage: { natGb: 7 } });
    expect(new Stack([budget]).usage.natGb).to.equal(7);
    expect(new Stack([]).usage).to.deep.equal(usageOf({}));
  });
});

describe("the price list", () => {
  it("names the source of each price, in both regions", () => {
    expect(regions).to.deep.equal(["ap-northeast-2", "us-east-1"]);
    for (const region of regions) {
      expect(rateOf("nat.hour", region)?.source).to.match(/\w.{20}/);
      expect(rateOf("ec2.m7g.large", region)?.usd).to.be.greaterThan(0);
    }
    expect(rateOf("no.such.price", "us-east-1")).to.equal(undefined);
  });
});

describe("a change of the price", () => {
  it("names what is new, gone and dearer, the largest rise first", () => {
    const of = (...items: readonly Item[]) => positionsOf("us-east-1", items);
    const key = item("aws:kms/key:Key");
    const volume = (size: number) => item("aws:ebs/volume:Volume", { type: "gp3", size });
    const nat = item("aws:ec2/natGateway:NatGateway");
    const changes = changesOf(of(key, volume(10)), of(volume(100), nat));
    expect(
      changes.map(({ id, before, after }) => [
        id.split("::")[0],
        before.toFixed(2),
        after.toFixed(2),
      ]),
    ).to.deep.equal([
      ["aws:ec2/natGateway:NatGateway", "0.00", "32.85"],
      ["aws:ebs/volume:Volume", "0.80", "8.00"],
      ["aws:kms/key:Key", "1.00", "0.00"],
    ]);
  });
});
