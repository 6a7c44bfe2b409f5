import { expect } from "chai";
import { describe, it } from "mocha";
import { driftOf } from "../../../ops/drift/drift-of.ts";
import type { Json, JsonObject } from "../../../ops/drift/json.ts";
import { desired, entry, fieldsOf, ownEntry, short, times } from "./objects.ts";

const labels = { app: "web" };
const container = { name: "web", image: "web:1", env: [{ name: "LEVEL", value: "info" }] };
const spec = { replicas: 2, template: { spec: { containers: [container] } } };
const program = { kind: "Deployment", metadata: { name: "web", namespace: "shop", labels }, spec };
const fields = fieldsOf({ metadata: { labels }, spec });
const metadata = { name: "web", namespace: "shop", uid: "1", labels };
/** The object in the cluster, with a default. */
const applied: JsonObject = {
  kind: "Deployment",
  metadata: { ...metadata, managedFields: [ownEntry(fields)] },
  spec: { ...spec, revisionHistoryLimit: 10 },
};
const web = desired(program, applied);

/** The live object after a manual change. */
function live(change: JsonObject, ...managedFields: readonly Json[]): JsonObject {
  const { metadata: changedMetadata = {}, ...rest } = change as { metadata?: JsonObject };
  return {
    ...applied,
    ...rest,
    metadata: { ...metadata, managedFields: [...managedFields], ...changedMetadata },
  };
}

const withImage = (image: string) => ({
  ...spec,
  template: { spec: { containers: [{ ...container, image }] } },
});
const byName = (name: string, inner: JsonObject) => ({ [`k:{"name":"${name}"}`]: inner });
const inContainers = (inner: JsonObject): JsonObject => ({
  "f:spec": { "f:template": { "f:spec": { "f:containers": inner } } },
});
const image = "spec.template.spec.containers[name=web].image";

describe("driftOf", () => {
  it("finds no drift in values that the cluster normalized", () => {
    expect(driftOf(web, applied)).to.deep.equal([]);
  });

  it("reports a field that a person changed, with manager and time", () => {
    const entries = [entry("kubectl-edit", inContainers(byName("web", { "f:image": {} })))];
    expect(driftOf(web, live({ spec: withImage("evil:1") }, ...entries))).to.deep.equal([
      {
        identity: web.identity,
        kind: "changed",
        path: image,
        program: "web:1",
        cluster: "evil:1",
        by: "kubectl-edit",
        at: times.later,
      },
    ]);
  });

  it("reports a change by an unknown manager, but not by a controller", () => {
    const change = (manager: string) =>
      driftOf(
        web,
        live(
          { spec: withImage("web:2") },
          entry(manager, inContainers(byName("web", { "f:image": {} }))),
        ),
      );
    expect(short(change("bob"))).to.deep.equal([`changed ${image}`]);
    expect(change("keel-operator")).to.deep.equal([]);
  });

  it("accepts a change by an admission webhook to a field of the program", () => {
    const found = driftOf(web, live({ spec: withImage("mirror/web:1") }, ownEntry(fields)));
    expect(found).to.deep.equal([]);
  });

  it("reports a removed field without its manager", () => {
    const [found] = driftOf(web, live({ metadata: { labels: {} } }, ownEntry({ "f:spec": {} })));
    expect(found).to.include({ kind: "removed", path: "metadata.labels.app", program: "web" });
    expect(found?.by).to.equal(undefined);
  });

  it("reports a container that was added by hand once, without its defaults", () => {
    const extra = { name: "miner", image: "miner:1", imagePullPolicy: "Always" };
    const containers = { template: { spec: { containers: [container, extra] } } };
    const fieldsV1 = inContainers(
      byName("miner", { ".": {}, "f:image": {}, "f:imagePullPolicy": {} }),
    );
    const found = driftOf(
      web,
      live(
        { spec: { ...spec, ...containers } },
        ownEntry(fields),
        entry("kubectl-patch", fieldsV1),
      ),
    );
    expect(short(found)).to.deep.equal(["added spec.template.spec.containers[name=miner]"]);
  });

  describe("replicas", () => {
    const scaled = live(
      { spec: { ...spec, replicas: 5 } },
      entry("kubectl", { "f:spec": { "f:replicas": {} } }, { subresource: "scale" }),
    );
    it("are reported if the program sets them", () => {
      expect(short(driftOf(web, scaled))).to.deep.equal(["changed spec.replicas"]);
    });
    it("are not reported if an autoscaler controls them", () => {
      expect(driftOf(web, scaled, { isScaled: true })).to.deep.equal([]);
    });
    it("are not reported if the autoscaler set them", () => {
      const entries = [entry("kube-controller-manager", { "f:spec": { "f:replicas": {} } })];
      expect(driftOf(web, live({ spec: { ...spec, replicas: 5 } }, ...entries))).to.deep.equal([]);
    });
  });

  it("reports annotations by a person, but not by unknown managers", () => {
    const noted = (manager: string) =>
      driftOf(
        web,
        live(
          { metadata: { annotations: { note: "1" } } },
          ownEntry(fields),
          entry(manager, { "f:metadata": { "f:annotations": { "f:note": {} } } }),
        ),
      );
    expect(short(noted("kubectl-annotate"))).to.deep.equal(["added metadata.annotations.note"]);
    expect(noted("some-program")).to.deep.equal([]);
  });

  it("treats a manager that writes a status elsewhere as a controller", () => {
    const change = live(
      { metadata: { labels: { ...labels, seen: "1" } } },
      ownEntry(fields),
      entry("some-program", { "f:metadata": { "f:labels": { "f:seen": {} } } }),
    );
    expect(short(driftOf(web, change))).to.deep.equal(["added metadata.labels.seen"]);
    expect(driftOf(web, change, { reporters: new Set(["some-program"]) })).to.deep.equal([]);
  });

  it("reports a manual restart, but not as drift", () => {
    const template = {
      ...spec.template,
      metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": times.later } },
    };
    const restarted = live(
      { spec: { ...spec, template } },
      ownEntry(fields),
      entry("kubectl-rollout", {
        "f:spec": {
          "f:template": {
            "f:metadata": { "f:annotations": { "f:kubectl.kubernetes.io/restartedAt": {} } },
          },
        },
      }),
    );
    expect(driftOf(web, restarted).map(({ kind }) => kind)).to.deep.equal(["restart"]);
  });

  it("reports objects that were deleted, are being deleted, or were created again", () => {
    expect(short(driftOf(web, undefined))).to.deep.equal(["gone"]);
    const dying = live({ metadata: { deletionTimestamp: times.later } }, ownEntry(fields));
    expect(driftOf(web, dying)[0]).to.include({ kind: "gone", at: times.later });
    const again = live({ metadata: { uid: "2" } }, entry("kubectl-create", fields));
    expect(short(driftOf(web, again))).to.deep.equal(["replaced"]);
  });

  it("expects a Job with a TTL to disappear", () => {
    const job = { kind: "Job", metadata: { name: "web" }, spec: { ttlSecondsAfterFinished: 60 } };
    expect(driftOf(desired(job, undefined), undefined)).to.deep.equal([]);
  });

  it("prints no secret: data of a Secret, values marked in the state, and fields with a secret's name", () => {
    const secret = { kind: "Secret", metadata: { name: "web" }, data: { key: "b2xk" } };
    const edited = {
      ...secret,
      metadata: {
        ...secret.metadata,
        managedFields: [entry("kubectl-edit", fieldsOf({ data: { key: "" } }))],
      },
      data: { key: "bmV3" },
    };
    const found = driftOf(desired(secret, secret), edited);
    expect(short(found)).to.deep.equal(["changed data.key"]);
    expect(JSON.stringify(found)).to.not.match(/b2xk|bmV3/);
    const env = [{ name: "DB_PASSWORD", value: "hunter2" }];
    const open = live(
      {
        spec: {
          ...spec,
          template: { spec: { containers: [{ ...container, env: [...container.env, ...env] }] } },
        },
      },
      ownEntry(fields),
      entry(
        "kubectl-set",
        inContainers(byName("web", { "f:env": byName("DB_PASSWORD", { ".": {}, "f:value": {} }) })),
      ),
    );
    expect(driftOf(web, open)).to.have.length(1);
    expect(JSON.stringify(driftOf(web, open))).to.not.contain("hunter2");
    const marked = { ...web, secret: ["spec.template.spec.containers"] };
    const entries = [entry("kubectl-edit", inContainers(byName("web", { "f:image": {} })))];
    const masked = driftOf(marked, live({ spec: withImage("sesame") }, ...entries));
    expect(JSON.stringify(masked)).to.not.contain("sesame");
  });

  it("reports changed, added and removed items of atomic lists", () => {
    const policy = {
      kind: "NetworkPolicy",
      metadata: { name: "web" },
      spec: { ingress: [{ from: ["a"] }, { from: ["b"] }] },
    };
    const before = {
      ...policy,
      metadata: { name: "web", managedFields: [ownEntry({ "f:spec": { "f:ingress": {} } })] },
    };
    const after = (ingress: Json) => ({
      ...policy,
      metadata: {
        name: "web",
        managedFields: [entry("kubectl-edit", { "f:spec": { "f:ingress": {} } })],
      },
      spec: { ingress },
    });
    const found = (ingress: Json) => driftOf(desired(policy, before), after(ingress));
    expect(short(found([{ from: ["a"] }, { from: ["b"] }, {}]))).to.deep.equal([
      "added spec.ingress[2]",
    ]);
    expect(short(found([{ from: ["b"] }]))).to.deep.equal(["removed spec.ingress[0]"]);
    expect(short(found([{}, { from: ["b"] }]))).to.deep.equal(["removed spec.ingress[0].from"]);
    expect(found([{}, { from: ["b"] }])[0]?.by).to.equal("kubectl-edit");
  });

  it("treats a port with a changed number as the same port", () => {
    const ports = (port: number) => [{ port, targetPort: 8080 }];
    const service = { kind: "Service", metadata: { name: "web" }, spec: { ports: ports(80) } };
    const key = (port: number) => ({
      "f:spec": {
        "f:ports": {
          [`k:{"port":${port},"protocol":"TCP"}`]: { ".": {}, "f:port": {}, "f:targetPort": {} },
        },
      },
    });
    const before = { ...service, metadata: { name: "web", managedFields: [ownEntry(key(80))] } };
    const after = {
      ...service,
      metadata: { name: "web", managedFields: [entry("kubectl-edit", key(81))] },
      spec: { ports: ports(81) },
    };
    const found = driftOf(desired(service, before), after);
    expect(short(found)).to.deep.equal(["changed spec.ports[port=80,protocol=TCP].port"]);
    expect(found[0]).to.include({ program: "80", cluster: "81", by: "kubectl-edit" });
  });
});
