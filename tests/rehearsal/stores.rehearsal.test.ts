import { join } from "node:path";
import type { V1Pod } from "@kubernetes/client-node";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { nameOf } from "../../ops/drift/desired.ts";
import { exportState } from "../../ops/drift/export.ts";
import { findDrift } from "../../ops/drift/find.ts";
import { until } from "../../sandbox/cluster/until.ts";
import type { RunResult } from "../../sandbox/engine/index.ts";
import { sandboxEnvironment } from "../../sandbox/engine/environment.ts";
import { connect, type Kubernetes } from "../../sandbox/engine/kubernetes.ts";
import { pathsOf } from "../../sandbox/engine/paths.ts";
import { type Lab, openLab } from "./recovery/lab.ts";
import { needTools } from "./sandbox-home.ts";
import { firstDay, type Sizes, sizesVariable } from "./stores/system.ts";

const namespace = "desk";

/** Whether a pod answers, and is not about to end. */
const isReady = ({ metadata, status }: V1Pod) =>
  metadata?.deletionTimestamp === undefined &&
  status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true;

describe("the second day of a system's stores", function () {
  this.timeout(300_000);
  let lab: Lab;
  let kubernetes: Kubernetes;

  before(async function () {
    needTools(this);
    lab = await openLab({
      name: "desk",
      program: join(import.meta.dirname, "stores/program.ts"),
      settings: { systems: ["desk"], versions: "1.0.0", data: "keep" },
      update: {},
    });
    const { result, lines } = await run("up");
    expect(result.ok, told(result, lines)).to.equal(true);
    kubernetes = connect(lab.kubeconfig);
  });

  after(async () => {
    delete process.env[sizesVariable];
    await lab.close();
  });

  async function run(
    operation: "up" | "preview",
    sizes: Sizes = firstDay,
    settings: Readonly<Record<string, unknown>> = {},
  ) {
    process.env[sizesVariable] = JSON.stringify(sizes);
    return lab.run(operation, settings);
  }

  const told = ({ failures, validationError }: RunResult, lines: readonly string[]) =>
    [JSON.stringify(failures), validationError, ...lines.slice(-20)].join("\n");

  /** UID of each StatefulSet and each pod by its name. */
  async function identities(): Promise<Readonly<Record<string, string | undefined>>> {
    const [sets, pods] = await Promise.all([
      kubernetes.apps.listNamespacedStatefulSet({ namespace }),
      kubernetes.core.listNamespacedPod({ namespace }),
    ]);
    const running = pods.items.filter(({ status }) => status?.phase === "Running");
    return Object.fromEntries(
      [...sets.items, ...running].map(({ metadata }) => [metadata?.name ?? "", metadata?.uid]),
    );
  }

  /** Size of each claim by its name: the request, and what the volume has. */
  async function sizes(): Promise<Readonly<Record<string, readonly (string | undefined)[]>>> {
    const { items } = await kubernetes.core.listNamespacedPersistentVolumeClaim({ namespace });
    const one = ({ metadata, spec, status }: (typeof items)[number]) => [
      metadata?.name ?? "",
      [spec?.resources?.requests?.["storage"], status?.capacity?.["storage"]],
    ];
    return Object.fromEntries(items.map(one));
  }

  async function readyPods(): Promise<number> {
    const { items } = await kubernetes.core.listNamespacedPod({ namespace });
    return items.filter(isReady).length;
  }

  /** Runs an operation and returns the smallest number of ready pods at the same time. */
  async function lowest(work: () => Promise<unknown>): Promise<number> {
    const ended = new AbortController();
    const counts: number[] = [];
    const watch = (async () => {
      while (!ended.signal.aborted) counts.push(await readyPods());
    })();
    try {
      await work();
    } finally {
      ended.abort();
      await watch;
    }
    return Math.min(...counts);
  }

  it("B12: grows every claim in place: no StatefulSet is replaced, and no pod restarted, though data is kept", async () => {
    const before = await identities();
    const ready = await readyPods();
    const larger = { books: "5Gi", reviews: "3Gi", files: "4Gi", rights: "write" } as const;
    const planned = await run("preview", larger);
    expect(planned.result.changes, told(planned.result, planned.lines)).to.include({ update: 5 });
    expect(planned.result.changes).to.not.include.keys("replace", "create", "delete");
    const low = await lowest(async () => {
      const { result, lines } = await run("up", larger);
      expect(result.ok, told(result, lines)).to.equal(true);
    });
    expect(low).to.equal(ready);
    await until("the volumes have grown", 30, async () =>
      Object.values(await sizes()).every(([wanted, has]) => wanted === has),
    );
    expect(await sizes()).to.deep.equal({
      "data-books-0": ["5Gi", "5Gi"],
      "data-reviews-0": ["3Gi", "3Gi"],
      "data-reviews-1": ["3Gi", "3Gi"],
      "data-reviews-2": ["3Gi", "3Gi"],
      "data-files-0": ["4Gi", "4Gi"],
    });
    expect(await identities()).to.deep.equal(before);
    const again = await run("up", larger);
    expect(again.result.changes).to.have.all.keys("same");
  });

  it("B12: refuses a smaller size in the preview, with the key, both sizes and the remedy", async () => {
    const before = await sizes();
    const { result, lines } = await run("preview", {
      ...firstDay,
      ...{ books: "5Gi", reviews: "3Gi", files: "1Gi" },
    });
    expect(result.ok).to.equal(false);
    expect(told(result, lines)).to.include(
      "is smaller than 4Gi, which the volume has, and no volume can shrink. Write 4Gi or more.",
    );
    expect(told(result, lines)).to.include("desk.services.files.volume.storage");
    expect(await sizes()).to.deep.equal(before);
  });

  it("B12: drift names a claim that somebody has changed", async () => {
    const paths = pathsOf(lab.home);
    const look = async () =>
      findDrift(
        await exportState({
          stack: "local",
          folder: paths.project,
          pulumi: join(paths.bin, "pulumi"),
          environment: sandboxEnvironment(process.env, paths, {}),
        }),
      );
    expect(
      (await look()).drifts.filter(({ identity }) => /Claim$/.test(identity.kind)),
    ).to.deep.equal([]);
    await kubernetes.core.patchNamespacedPersistentVolumeClaim({
      name: "data-books-0",
      namespace,
      body: [{ op: "replace", path: "/spec/resources/requests/storage", value: "9Gi" }],
      fieldManager: "kubectl-edit",
    });
    const drifts = (await look()).drifts.filter(({ identity }) => /Claim$/.test(identity.kind));
    expect(
      drifts.map(({ kind, identity, path, program, cluster }) => [
        kind,
        nameOf(identity),
        path,
        program,
        cluster,
      ]),
    ).to.deep.equal([
      [
        "changed",
        "PersistentVolumeClaim desk/data-books-0",
        "spec.resources.requests.storage",
        "5Gi",
        "9Gi",
      ],
    ]);
  });

  const grown: Sizes = { books: "9Gi", reviews: "3Gi", files: "4Gi", rights: "read" };

  /** Ready pods of `api` that read their password from this Secret. */
  async function readyWith(secret: string): Promise<number> {
    const { items } = await kubernetes.core.listNamespacedPod({ namespace });
    return items.filter(
      (pod) => isReady(pod) && JSON.stringify(pod.spec).includes(`"name":"${secret}"`),
    ).length;
  }

  async function secretNames(): Promise<readonly string[]> {
    const { items } = await kubernetes.core.listNamespacedSecret({ namespace });
    return items.map(({ metadata }) => metadata?.name ?? "");
  }

  it("makes a service a reader of another one's database: a Job runs, and no pod restarts", async () => {
    const before = await identities();
    const { result, lines } = await run("up", grown);
    expect(result.ok, told(result, lines)).to.equal(true);
    const { items: jobs } = await kubernetes.batch.listNamespacedJob({ namespace });
    const job = jobs.find(({ metadata }) => metadata?.name?.startsWith("books-provision-"));
    const rights = job?.spec?.template.spec?.containers[0]?.env?.filter(({ name }) =>
      /^(OWNER|RIGHTS)_/.test(name),
    );
    expect(rights).to.deep.equal([
      { name: "OWNER_1", value: "api" },
      { name: "RIGHTS_1", value: "read" },
    ]);
    expect(job?.status?.succeeded).to.equal(1);
    const after = await identities();
    for (const name of ["books", "books-0", "files", "files-0"])
      expect(after[name], name).to.equal(before[name]);
  });

  it("B11: rotates a store's passwords: the services roll, and the store does not restart", async () => {
    const before = await identities();
    const ready = await readyPods();
    const rotations = { desk: { stores: { books: 2 } } };
    const low = await lowest(async () => {
      const { result, lines } = await run("up", grown, { rotations });
      expect(result.ok, told(result, lines)).to.equal(true);
    });
    expect(low).to.be.at.least(ready);
    expect(await readyWith("api-books.2")).to.be.at.least(2);
    expect(await readyWith("api-books")).to.equal(0);
    expect(await secretNames())
      .to.include("api-books.2")
      .and.not.include("api-books");
    const { data } = await kubernetes.core.readNamespacedSecret({ name: "api-books.2", namespace });
    expect(Buffer.from(data?.["username"] ?? "", "base64").toString()).to.equal("api_2");
    const { items: jobs } = await kubernetes.batch.listNamespacedJob({ namespace });
    const retired = jobs.find(({ metadata }) => metadata?.name?.startsWith("books-retire-"));
    expect(retired?.status?.succeeded).to.equal(1);
    const stores = ["books", "books-0", "reviews", "reviews-0", "files", "files-0"];
    const after = await identities();
    for (const name of stores) expect(after[name], name).to.equal(before[name]);
  });

  it("B11: rotates a secret of a service: its pods roll, and the Secret is updated in place", async () => {
    const secret = () => kubernetes.core.readNamespacedSecret({ name: "api-secrets", namespace });
    const fingerprint = async () =>
      (await kubernetes.apps.readNamespacedDeployment({ name: "api", namespace })).spec?.template
        .metadata?.annotations?.["hanok.dev/secrets"];
    const [before, first, ready] = [await secret(), await fingerprint(), await readyPods()];
    const rotations = { desk: { stores: { books: 2 }, secrets: { "payment-key": 2 } } };
    const low = await lowest(async () => {
      const { result, lines } = await run("up", grown, { rotations });
      expect(result.ok, told(result, lines)).to.equal(true);
    });
    expect(low).to.be.at.least(ready);
    const after = await secret();
    expect(after.metadata?.uid).to.equal(before.metadata?.uid);
    expect(Object.values(after.data ?? {})).to.not.deep.equal(Object.values(before.data ?? {}));
    expect(await fingerprint())
      .to.match(/^[0-9a-f]{16}$/)
      .and.not.equal(first);
  });

  it("B16: every pod has a priority class that exists, and single servers stay on their nodes", async () => {
    const { items } = await kubernetes.core.listNamespacedPod({ namespace });
    for (const { metadata, spec } of items) {
      const isOfStore = /^(books|reviews)-/.test(metadata?.name ?? "");
      expect(spec?.priorityClassName, metadata?.name).to.equal(
        isOfStore ? "hanok-stores" : "hanok-services",
      );
      // the API server has looked the value up
      expect(spec?.priority, metadata?.name).to.equal(isOfStore ? 2_000_000 : 1_000_000);
    }
    const stays = items
      .filter(({ metadata }) => metadata?.annotations?.["karpenter.sh/do-not-disrupt"] === "true")
      .map(({ metadata }) => metadata?.name);
    expect(stays).to.have.members(["books-0", "files-0"]);
  });
});
