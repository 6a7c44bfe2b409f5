import { expect } from "chai";
import { describe, it } from "mocha";
import { tally } from "../../../sandbox/engine/census.ts";
import { endpointsOf } from "../../../sandbox/engine/endpoints.ts";
import { banner, changesLine, isUnchanged, summaryText } from "../../../sandbox/engine/summary.ts";

const row = { kind: "Deployment", namespace: "zipbob", system: "zipbob", wanted: 2 };

describe("summary of a run", () => {
  it("reports that nothing changed", () => {
    expect(isUnchanged({ same: 143 })).to.equal(true);
    expect(changesLine({ same: 143 })).to.equal("no change: 143 resources are as declared");
    expect(changesLine({ same: 143 }, true)).to.equal("no change: 143 resources are as declared");
  });

  it("never reports a replacement or deletion as unchanged", () => {
    for (const op of ["create", "update", "replace", "delete", "import", "create-replacement"])
      expect(isUnchanged({ same: 1, [op]: 1 }), op).to.equal(false);
  });

  it("counts operations, and planned operations", () => {
    expect(changesLine({ same: 3, delete: 1, create: 140 })).to.equal(
      "resources: 140 created, 1 deleted, 3 unchanged",
    );
    expect(changesLine({ same: 3, create: 140 }, true)).to.equal(
      "plan: 140 to create, 3 unchanged",
    );
  });

  it("shows each system, unready workloads, and URLs", () => {
    const systems = tally([
      { ...row, name: "edge", ready: 1 },
      { ...row, name: "config", ready: 2 },
      { ...row, name: "vault", system: "vault", namespace: "vault", ready: 2 },
    ]);
    const text = summaryText({
      stack: "local",
      changes: { create: 9 },
      systems,
      endpoints: [{ url: "http://backend.example.com/", service: "edge", gateway: "198.51.100.1" }],
      kubeconfig: "/home/of/kubeconfig",
      seconds: { total: 9.87, tools: 0.1, cluster: 4, up: 5.2 },
    });
    expect(text.split("\n")).to.deep.equal([
      "resources: 9 created",
      "workloads:",
      "  vault   1/1 workloads ready, 2/2 pods",
      "  zipbob  1/2 workloads ready, 3/4 pods",
      "    not ready: Deployment zipbob/edge 1/2",
      "endpoints (at the simulated gateway 198.51.100.1):",
      "  http://backend.example.com/ → edge",
      "look around: export KUBECONFIG=/home/of/kubeconfig",
      "stack local is up after 9.9 s (tools 0.1 s, cluster 4.0 s, up 5.2 s)",
    ]);
  });

  it("derives the URLs from routes and their gateway", () => {
    const route = (host: string, path: string, service: string) => ({
      metadata: { namespace: "zipbob" },
      spec: {
        hostnames: [host],
        parentRefs: [{ name: "public", namespace: "gateway" }],
        rules: [{ matches: [{ path: { value: path } }], backendRefs: [{ name: service }] }],
      },
    });
    const gateway = {
      metadata: { name: "public", namespace: "gateway" },
      spec: { listeners: [{ protocol: "HTTPS" }] },
      status: { addresses: [{ value: "198.51.100.1" }] },
    };
    const found = endpointsOf(
      [route("b.example.com", "/", "b"), route("a.example.com", "/x", "a")],
      [gateway],
    );
    expect(found).to.deep.equal([
      { url: "https://a.example.com/x", service: "a", gateway: "198.51.100.1" },
      { url: "https://b.example.com/", service: "b", gateway: "198.51.100.1" },
    ]);
  });

  it("states what is simulated, and the time factor", () => {
    const text = banner("local", 1 / 30).join("\n");
    expect(text).to.match(
      /simulated: nodes, and pods, which start in 1\/30 of their declared time/,
    );
    expect(text).to.match(/stand-ins/);
    expect(text).to.match(/AWS is never asked/);
    expect(text).to.match(/real: .*Pulumi engine.*API server/);
  });
});
