import { expect } from "chai";
import { describe, it } from "mocha";
import { vault, serverConfig, vaultPort } from "../../../../components/cluster/addons/vault.ts";
import { bindingsOf } from "../../../../components/data-tier/bindings.ts";
import { inCluster } from "../../../../components/data-tier/in-cluster/index.ts";
import { platform } from "../../../support/fixtures.ts";
import { contexts, largest, smallest } from "./contexts.ts";

describe("add-on vault", () => {
  it("Z6: has three servers in three zones with redundancy, else one", () => {
    const { server } = vault.values(largest);
    expect(server.ha).to.deep.include({ enabled: true, replicas: 3 });
    expect(server.ha.raft).to.deep.include({ enabled: true, setNodeId: true });
    expect(server.topologySpreadConstraints[0]).to.deep.include({
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "DoNotSchedule",
      minDomains: 3,
    });
    expect(vault.values(smallest).server.ha.replicas).to.equal(1);
  });

  it("Z6: lets every server join through any other", () => {
    const leaders = [...serverConfig(3).matchAll(/leader_api_addr = "(.*)"/g)].map(
      ([, url]) => url,
    );
    expect(leaders).to.deep.equal(
      [0, 1, 2].map((server) => `http://vault-${server}.vault-internal:${vaultPort}`),
    );
    const braces = (brace: string) => serverConfig(3).split(brace).length;
    expect(braces("{")).to.equal(braces("}"));
  });

  it("Z9: has no public Service, for neither the server nor its UI", () => {
    for (const context of contexts) {
      const values = vault.values(context);
      expect(values.ui).to.deep.equal({ enabled: false, serviceType: "ClusterIP" });
      expect(JSON.stringify(values)).not.to.match(/LoadBalancer|NodePort|ingress|httproute/i);
    }
  });

  it("has the address that the systems' bindings use", () => {
    const stores = [{ name: "vault", spec: { engine: "vault" }, users: ["orders"] }] as const;
    const [binding] = bindingsOf(stores, platform, () => inCluster).orders ?? [];
    expect(binding?.connection).to.deep.include({
      host: { value: `${vault.name}.${vault.namespace}.svc` },
      port: { value: `${vaultPort}` },
    });
    expect(binding?.egress).to.deep.equal({
      peers: [
        { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": vault.namespace } } },
      ],
      port: vaultPort,
    });
  });

  it("keeps its claims with data: keep, and deletes them with data: discard", () => {
    for (const context of contexts) {
      const { whenDeleted } = vault.values(context).server.persistentVolumeClaimRetentionPolicy;
      expect(whenDeleted).to.equal(context.data === "keep" ? "Retain" : "Delete");
    }
  });

  it("has a budget only if one server may be unavailable, so that nodes can be drained", () => {
    for (const context of contexts) {
      const { ha } = vault.values(context).server;
      expect(ha.disruptionBudget.enabled).to.equal(ha.replicas > 1);
    }
  });

  it("has the footprint of its values", () => {
    for (const context of contexts) {
      const { server } = vault.values(context);
      expect(vault.footprint(context)).to.deep.equal([
        {
          kind: "StatefulSet",
          name: "vault",
          replicas: server.ha.replicas,
          cpu: server.resources.requests.cpu,
          memory: server.resources.limits.memory,
          startupSeconds: 10,
          spread: "zone",
          budget: server.ha.disruptionBudget.enabled,
          ports: { http: 8200 },
          storage: { data: server.dataStorage.size, audit: server.auditStorage.size },
        },
      ]);
    }
  });
});
