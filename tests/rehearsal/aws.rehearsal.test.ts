import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { stringify } from "yaml";
import { stopCluster } from "../../sandbox/cluster/index.ts";
import { start } from "../../sandbox/commands/start.ts";
import { createEngine, type Engine } from "../../sandbox/engine/index.ts";
import { stackEnvironment } from "../../stacks/environment.ts";
import { root } from "../support/local-stack.ts";
import { dockerHub } from "../support/settings.ts";
import { sandboxHome, needTools } from "./sandbox-home.ts";

/** The staging environment runs the add-ons and the image of dev. */
const { cluster: ofDev } = stackEnvironment("dev", root);
const pins =
  ofDev.kind === "eks" ? { nodeImage: ofDev.nodeImage, addonVersions: ofDev.addonVersions } : {};

/** A third environment is one more YAML file. */
const stage = {
  "hanok:profile": "prod",
  "hanok:region": "ap-northeast-2",
  "hanok:permissionsBoundary": "arn:aws:iam::123456789012:policy/hanok-bootstrap/hanok-boundary",
  "hanok:zones": ["ap-northeast-2a", "ap-northeast-2c"],
  "hanok:network": {
    cidr: "10.18.0.0/16",
    nat: "single",
    zones: { publicZone: { kind: "new", delegated: false } },
  },
  "hanok:cluster": {
    ...pins,
    publicAccess: ["203.0.113.0/24"],
    pullThrough: { "docker.io": dockerHub },
    admins: [
      "arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-deploy",
      "arn:aws:iam::123456789012:role/platform-admin",
    ],
  },
  "hanok:domain": "stage.example.com",
  "hanok:size": "small",
  "hanok:timeZone": "Asia/Seoul",
  "hanok:registry": "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com",
  "hanok:systems": ["zipbob"],
  "hanok:versions": "0.1.0",
} as const;

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: object;
  }[];
}

const quiet = () => undefined;

describe("an environment with a managed cluster on the simulated AWS", function () {
  this.timeout(600_000);
  const sandbox = sandboxHome();
  const { home } = sandbox;
  const source = mkdtempSync(join(tmpdir(), "hanok-stage-"));

  before(async function () {
    needTools(this);
    for (const file of ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"])
      cpSync(join(root, file), join(source, file));
    writeFileSync(join(source, "Pulumi.stage.yaml"), stringify({ config: stage }));
    await start({ home, stack: "prod", timeFactor: 1 / 60, report: quiet });
  });

  after(async () => {
    await stopCluster(home, quiet);
    sandbox.remove();
    rmSync(source, { recursive: true, force: true });
  });

  // these principals may use the cluster
  const [role, zone] = ["aws.iam.role.Role", "aws.route53.zone.Zone"];
  // Karpenter creates it for the first Spot instance, and it stays in the account
  const spot = [role, "aws.iam.serviceLinkedRole.ServiceLinkedRole"];
  // the boundary and the credential stood before; EKS makes the log group again
  const around = [
    "aws.iam.policy.Policy",
    "aws.secretsmanager.secret.Secret",
    "aws.cloudwatch.logGroup.LogGroup",
  ];
  // where data is kept, the last snapshot of each store stays, and for thirty days its administrator's secret and Vault's keys
  const kept = [
    ...["aws.docdb.clusterSnapshot.ClusterSnapshot", "aws.rds.snapshot.Snapshot"],
    "aws.rds.snapshot.Snapshot",
    ...Array.from({ length: 3 }, () => "simulated.secretsmanager.secret.ScheduledForDeletion"),
  ];
  for (const { stack, gateways, balancers, stores, before: stood } of [
    {
      ...{ stack: "dev", gateways: 0, balancers: 1, stores: 0 },
      before: [role, role, role, ...spot, zone],
    },
    {
      ...{ stack: "prod", gateways: 3, balancers: 2, stores: 8 },
      before: [role, role, role, zone, ...kept],
    },
    { stack: "stage", gateways: 1, balancers: 2, stores: 8, before: [role, role, ...kept] },
  ])
    it(`${stack} comes up, has no changes afterwards and after a refresh, and leaves nothing behind`, async () => {
      const cloud = join(home, "cloud", "accounts");
      rmSync(cloud, { recursive: true, force: true });
      const lines: string[] = [];
      const engine = engineOf(stack, lines);
      const up = await engine.up();
      expect(up.ok, JSON.stringify(up.failures)).to.equal(true);
      expect(up.outputs["network"]).to.include.keys("vpcId", "natAddresses", "nameServers");
      expect(count(cloud, "aws.ec2.natGateway.NatGateway")).to.equal(gateways);
      expect(count(cloud, "aws.lb.loadBalancer.LoadBalancer")).to.equal(balancers);
      const managed =
        /^aws\.(rds\.instance|docdb\.cluster|elasticache\.replicationGroup|mq\.broker)\./;
      expect(recordsIn(cloud).filter((one) => managed.test(one))).to.have.length(stores);
      expect(podsWithoutCredentials()).to.deep.equal([]);
      const again = await engine.up();
      expect(again.ok, JSON.stringify(again.failures)).to.equal(true);
      expect(Object.keys(again.changes)).to.deep.equal(["same"]);
      const refreshed = await engine.refresh();
      expect(refreshed.ok, JSON.stringify(refreshed.failures)).to.equal(true);
      expect(Object.keys(refreshed.changes)).to.deep.equal(["same"]);
      const down = await engine.destroy();
      expect(down.ok, JSON.stringify(down.failures)).to.equal(true);
      expect(recordsIn(cloud).toSorted()).to.deep.equal([...stood, ...around].toSorted());
    });

  /** Pods of the controllers that were admitted before EKS knew their Pod Identity association. */
  function podsWithoutCredentials(): readonly string[] {
    const label = "app.kubernetes.io/part-of in (karpenter, aws-load-balancer-controller)";
    const kubeconfig = ["--kubeconfig", join(home, "kubeconfig")];
    const get = ["get", "pods", "--all-namespaces", "--selector", label, "--output", "json"];
    const { items }: PodList = JSON.parse(
      execFileSync(join(home, "bin/kubectl"), [...kubeconfig, ...get], { encoding: "utf8" }),
    );
    expect(items.length).to.be.greaterThan(1);
    return items
      .filter(({ spec }) => !JSON.stringify(spec).includes("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
      .map(({ metadata }) => metadata.name);
  }

  function engineOf(stack: string, lines: string[]): Engine {
    const tools = { pulumi: join(home, "bin/pulumi") };
    return createEngine({ home, source, stack, tools, report: (line) => void lines.push(line) });
  }
});

/** Types of the resources in the cloud, such as `aws.ec2.vpc.Vpc`. */
function recordsIn(cloud: string): readonly string[] {
  if (!existsSync(cloud)) return [];
  return readdirSync(cloud, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map(({ parentPath }) => parentPath.split("/").at(-1) ?? "");
}

function count(cloud: string, type: string): number {
  return recordsIn(cloud).filter((one) => one === type).length;
}
