import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import {
  account,
  deleteArguments,
  limitArguments,
  namespace,
  poolJobs,
  poolRules,
} from "../../../../components/cluster/office-hours/pool-jobs.ts";
import { timetableOf } from "../../../../components/cluster/office-hours/timetable.ts";
import { root } from "../../../support/local-stack.ts";
import { lacking, rehearsal } from "../../../sandbox/cluster/rehearsal.ts";

const pools = ["general", "graviton"];
const claim = "nodeclaims.karpenter.sh/one";

/** A CRD of Karpenter's kinds, reduced to the fields that office hours change: limits are quantities by resource. */
const definition = (plural: string, kind: string) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${plural}.karpenter.sh` },
  spec: {
    group: "karpenter.sh",
    scope: "Cluster",
    names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: {
                type: "object",
                properties: {
                  weight: { type: "integer" },
                  limits: {
                    type: "object",
                    additionalProperties: {
                      anyOf: [{ type: "integer" }, { type: "string" }],
                      "x-kubernetes-int-or-string": true,
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
});

/** Fields of a pool that the program sets: other limits, and never nodes. */
const pool = (name: string, weight: number) => ({
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name },
  spec: { weight, limits: { cpu: "64", memory: "256Gi" } },
});

describe("office hours on a real API server", function () {
  this.timeout(120_000);
  const sandbox = rehearsal();
  const asJob = [`--as=system:serviceaccount:${namespace}:${account}`];

  /** @param input objects for standard input */
  function kubectl(args: readonly string[], input: readonly object[] = []): Promise<string> {
    const child = spawn(join(root, ".sandbox/bin/kubectl"), [...args], {
      env: { PATH: process.env["PATH"], KUBECONFIG: sandbox.layout.kubeconfig, HOME: sandbox.home },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdin.end(JSON.stringify({ apiVersion: "v1", kind: "List", items: input }));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => (code === 0 ? resolve(said) : reject(new Error(said))));
    });
  }

  /** Applies an object as `up` does: with its own fields, and an error if another manager owns one of them. */
  const up = (weight: number) =>
    kubectl(
      ["apply", "--server-side", "--field-manager=hanok-dev", "-f", "-"],
      pools.map((name) => pool(name, weight)),
    );

  async function limits(): Promise<unknown> {
    const found = JSON.parse(await kubectl(["get", "nodepools", "-o", "json"])) as {
      items: { spec: { limits: unknown } }[];
    };
    return found.items.map(({ spec }) => spec.limits);
  }

  before(async function () {
    if (lacking.length > 0) {
      console.log(`      skipped: ${lacking.join(", ")}`);
      this.skip();
    }
    await sandbox.start();
    await kubectl(
      ["apply", "-f", "-"],
      [definition("nodepools", "NodePool"), definition("nodeclaims", "NodeClaim")],
    );
    await kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=30s"]);
    const metadata = { name: "hours" };
    await kubectl(
      ["apply", "-f", "-"],
      [
        { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
        {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "ClusterRole",
          metadata,
          rules: poolRules(pools),
        },
        {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "ClusterRoleBinding",
          metadata,
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "hours" },
          subjects: [{ kind: "ServiceAccount", name: account, namespace }],
        },
      ],
    );
    await up(1);
  });
  after(() => sandbox.remove());

  it("the API server accepts the Jobs with their time zone", async () => {
    const timetable = timetableOf({ kind: "office", from: "08:00", to: "20:00" });
    const jobs = poolJobs({ nodePools: pools, timetable, timeZone: "Asia/Seoul" });
    const objects = Object.entries(jobs).map(([name, spec]) => ({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name, namespace },
      spec,
    }));
    const dry = ["apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", "-"];
    expect(await kubectl(dry, objects)).to.contain("cronjob.batch/close");
  });

  it("scale the pools to zero with their account's permissions; an up at night neither undoes it nor fails", async () => {
    await kubectl([...limitArguments(pools, "0"), ...asJob]);
    const scaledDown = pools.map(() => ({ cpu: "64", memory: "256Gi", nodes: "0" }));
    expect(await limits()).to.deep.equal(scaledDown);
    await up(1);
    await up(2);
    expect(await limits()).to.deep.equal(scaledDown);
  });

  it("end the evening when the last claim is gone, and not before", async () => {
    const one = {
      apiVersion: "karpenter.sh/v1",
      kind: "NodeClaim",
      metadata: { name: "one", finalizers: ["karpenter.sh/termination"] },
      spec: {},
    };
    await kubectl(["create", "-f", "-"], [one]);
    let hasReturned = false;
    const evening = kubectl([...deleteArguments(1), ...asJob]).then(() => (hasReturned = true));
    const deletion = "--for=jsonpath={.metadata.deletionTimestamp}";
    await kubectl(["wait", deletion, claim, "--timeout=30s"]);
    expect(hasReturned).to.equal(false);
    // Karpenter does this after the instance has ended
    await kubectl(["patch", claim, "--type=merge", '--patch={"metadata":{"finalizers":null}}']);
    await evening;
    // a second run on empty pools succeeds
    await kubectl([...deleteArguments(1), ...asJob]);
  });

  it("remove the limit at the start of the office hours, and keep the program's limits", async () => {
    await kubectl([...limitArguments(pools, null), ...asJob]);
    expect(await limits()).to.deep.equal(pools.map(() => ({ cpu: "64", memory: "256Gi" })));
    // a second run succeeds
    await kubectl([...limitArguments(pools, null), ...asJob]);
    await up(3);
  });

  it("give the account no other permissions", async () => {
    for (const [verb, resource] of [
      ["delete", "nodepools.karpenter.sh/general"],
      ["patch", "nodepools.karpenter.sh/another"],
      ["create", "nodeclaims.karpenter.sh"],
      ["list", "secrets"],
    ] as const) {
      let refusal = "";
      await kubectl(["auth", "can-i", verb, resource, ...asJob]).catch((error: unknown) => {
        refusal = String(error);
      });
      expect(refusal, `${verb} ${resource}`).to.contain("no");
    }
  });
});
