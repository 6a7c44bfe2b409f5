import { expect } from "chai";
import { describe, it } from "mocha";
import { certManager, clusterIssuer } from "../../../../components/cluster/addons/cert-manager.ts";
import { chartOf } from "../../../../components/cluster/addons/chart.ts";
import { vault } from "../../../../components/cluster/addons/vault/index.ts";
import {
  serverConfig,
  serverNames,
  vaultPort,
} from "../../../../components/cluster/addons/vault/server.ts";
import { proxyImage } from "../../../../components/app-service/vault-proxy.ts";
import { bindingsOf } from "../../../../components/data-tier/bindings.ts";
import { platform } from "../../../support/fixtures.ts";
import { aws, contexts, largest, smallest } from "./contexts.ts";

const users = [
  { system: "zipbob", service: "config", readsForOthers: true },
  { system: "zipbob", service: "recipe-review", readsForOthers: false },
];
const objectsOf = (context: typeof largest, kind: string) =>
  vault.objects({ ...context, vaultUsers: users }).filter((object) => object.kind === kind);

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

  it("Z6: lets every server join through any other, by names of the certificate", () => {
    const leaders = [...serverConfig(3).matchAll(/leader_api_addr = "(.*)"/g)].map(
      ([, url]) => url,
    );
    expect(leaders).to.deep.equal(
      [0, 1, 2].map((server) => `https://vault-${server}.vault-internal.vault.svc:${vaultPort}`),
    );
    const [certificate] = objectsOf(largest, "Certificate");
    expect(certificate?.spec).to.deep.include({
      secretName: "vault-tls",
      ipAddresses: ["127.0.0.1"],
      issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: clusterIssuer },
    });
    // Node, in which the Jobs run, refuses a wildcard below a top-level name
    const wildcards = serverNames.filter((name) => name.startsWith("*."));
    expect(wildcards.filter((name) => name.split(".").length < 3)).to.deep.equal([]);
    for (const url of leaders)
      expect(wildcards).to.include(new URL(url ?? "").hostname.replace(/^[^.]+/, "*"));
    expect(certificate?.spec).to.have.deep.property("dnsNames", [...serverNames]);
    const braces = (brace: string) => serverConfig(3).split(brace).length;
    expect(braces("{")).to.equal(braces("}"));
  });

  it("Z7: is unsealed by a KMS key on AWS, whose use its servers alone have", () => {
    const { config } = vault.values({ ...largest, aws }).server.ha.raft;
    expect(config).to.contain('seal "awskms"').and.to.contain("alias/hanok-test-vault");
    expect(vault.values(largest).server.ha.raft.config).not.to.contain("seal");
    expect(
      vault.identities.map(({ serviceAccount, uses }) => [serviceAccount, uses]),
    ).to.deep.equal([
      ["vault", ["unseal"]],
      ["vault-bootstrap", ["keys"]],
      ["vault-snapshots", ["snapshots"]],
    ]);
    for (const name of vault.identities.flatMap(({ uses }) => uses))
      expect(vault.owned()).to.have.property(name);
  });

  it("Z7: is unsealed beside the server where there is no AWS, by a key that the server's pods alone mount", () => {
    const { volumes, extraContainers } = vault.values(smallest).server;
    expect(JSON.stringify(volumes)).to.contain('"secretName":"vault-keys"');
    expect(extraContainers[0]?.args[0]).to.contain('vault write sys/unseal key=@"$KEY"');
    expect(JSON.stringify(vault.values({ ...smallest, aws }))).not.to.contain("vault-keys");
    expect(objectsOf(smallest, "Role")).to.have.length(1);
    expect(objectsOf({ ...smallest, aws }, "Role")).to.have.length(0);
  });

  it("Z8: speaks TLS, and no value or object holds a token", () => {
    for (const context of contexts) {
      const values = vault.values(context);
      expect(values.global.tlsDisable).to.equal(false);
      expect(values.server.ha.raft.config).not.to.contain("tls_disable");
      const objects = vault.objects({ ...context, vaultUsers: users });
      expect(objects.map(({ kind }) => kind)).not.to.contain("Secret");
    }
  });

  it("Z9: has no public Service, for neither the server nor its UI", () => {
    for (const context of contexts) {
      const values = vault.values(context);
      expect(values.ui).to.deep.equal({ enabled: false, serviceType: "ClusterIP" });
      expect(JSON.stringify(values)).not.to.match(/LoadBalancer|NodePort|ingress|httproute/i);
    }
  });

  it("only lets the services in that use it", () => {
    const { ingress } = vault.network({ ...smallest, vaultUsers: users });
    expect(ingress[0]?.peers).to.deep.equal(
      users.map(({ service }) => ({
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "zipbob" } },
        podSelector: {
          matchLabels: {
            "app.kubernetes.io/name": service,
            "app.kubernetes.io/part-of": "zipbob",
          },
        },
      })),
    );
  });

  it("has the address, the role and the issuer that the systems' proxies use", () => {
    const stores = [{ name: "vault", spec: { engine: "vault" }, users: ["orders"] }] as const;
    const none = () => {
      throw new Error("no server");
    };
    const [binding] = bindingsOf(stores, platform, none).orders ?? [];
    expect(binding?.proxy).to.deep.equal({
      address: `https://${vault.name}.${vault.namespace}.svc:${vaultPort}`,
      issuer: clusterIssuer,
      role: `hanok-${platform.system}.orders`,
      audience: "vault",
      port: 8200,
    });
    expect(binding?.egress.port).to.equal(vaultPort);
    expect(proxyImage).to.equal(`hashicorp/vault:${chartOf("vault").appVersion}`);
    expect(vault.requires).to.deep.equal([certManager.name]);
  });

  it("is bootstrapped again when its release or its users change, under another name", () => {
    const nameOf = (context: typeof largest, vaultUsers: typeof users) =>
      vault.objects({ ...context, vaultUsers }).find(({ kind }) => kind === "Job")?.metadata.name;
    const first = nameOf(largest, users);
    expect(first).to.match(/^vault-bootstrap-[0-9a-f]{8}$/);
    expect(nameOf(largest, users)).to.equal(first);
    expect(nameOf(largest, users.slice(1))).not.to.equal(first);
    expect(nameOf({ ...largest, size: "small" }, users)).not.to.equal(first);
  });

  it("ends the bootstrap at once where only people can go on, and takes snapshots on AWS", () => {
    const [job] = objectsOf(largest, "Job");
    expect(JSON.stringify(job?.spec)).to.contain(
      '"onExitCodes":{"containerName":"vault","operator":"In","values":[3]}',
    );
    expect(objectsOf(largest, "CronJob")).to.have.length(0);
    const [snapshots] = objectsOf({ ...largest, aws, timeZone: "Asia/Seoul" }, "CronJob");
    expect(snapshots?.spec).to.deep.include({
      timeZone: "Asia/Seoul",
      concurrencyPolicy: "Forbid",
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

  it("has the footprint of its values: the server, and the container beside it", () => {
    for (const context of contexts) {
      const { server } = vault.values(context);
      const [footprint] = vault.footprint(context);
      const requests = [server.resources.requests, server.extraContainers[0]?.resources.requests];
      const sum = (of: "cpu" | "memory") =>
        requests.reduce((total, each) => total + Number.parseInt(each?.[of] ?? "", 10), 0);
      expect(footprint).to.deep.include({
        kind: "StatefulSet",
        name: "vault",
        replicas: server.ha.replicas,
        cpu: `${sum("cpu")}m`,
        memory: `${sum("memory")}Mi`,
        budget: server.ha.disruptionBudget.enabled,
        storage: { data: server.dataStorage.size, audit: server.auditStorage.size },
      });
    }
  });
});
