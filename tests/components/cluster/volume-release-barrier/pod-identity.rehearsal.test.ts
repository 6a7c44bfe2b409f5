import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { waitForCredentials } from "../../../../components/cluster/volume-release-barrier/plugin/pod-identity.ts";
import { Store } from "../../../../sandbox/cloud/store/store.ts";
import type { ApiObject, List } from "../../../../sandbox/cluster/api.ts";
import { lacking, rehearsal, type Rehearsal } from "../../../sandbox/cluster/rehearsal.ts";

interface Pod extends ApiObject {
  readonly spec: { readonly containers: readonly { readonly env?: readonly { name: string }[] }[] };
}

describe("PodIdentityReady on a real API server", function () {
  this.timeout(120_000);
  let sandbox: Rehearsal | undefined;

  before(function () {
    if (lacking.length > 0) this.skip();
  });
  after(() => sandbox?.remove());

  it("comes after the association that EKS shows late, and leaves no service account", async () => {
    sandbox = rehearsal();
    await sandbox.start({ eks: true });
    const api = sandbox.api();
    const kubeconfig = readFileSync(join(sandbox.home, "kubeconfig"), "utf8");
    const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };
    await api.post("/api/v1/namespaces", { metadata: { name: "shop", labels: restricted } });
    const store = new Store(join(sandbox.home, "cloud"), "123456789012");
    store.write({
      type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      id: "a-1",
      region: "ap-northeast-2",
      properties: { clusterName: "hanok-dev", namespace: "shop", serviceAccount: "api" },
    });
    const account = { kubeconfig, namespace: "shop", serviceAccount: "api" };
    const began = Date.now();
    const time = { pause, now: () => Date.now(), isCancelled: () => false };
    await waitForCredentials(account, time);
    // EKS shows it five seconds later; without the wait, pods of the first seconds have no credentials
    expect(Date.now() - began).to.be.greaterThan(4000);
    const accounts = await api.get<List<ApiObject>>("/api/v1/namespaces/shop/serviceaccounts");
    expect(accounts.items.map(({ metadata }) => metadata.name)).to.not.include("api");
    await api.post("/api/v1/namespaces/shop/serviceaccounts", { metadata: { name: "other" } });
    const { spec } = await api.post<Pod>("/api/v1/namespaces/shop/pods?dryRun=All", {
      metadata: { name: "other" },
      spec: {
        serviceAccountName: "other",
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: "one",
            image: "one:1",
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
            },
          },
        ],
      },
    });
    expect(spec.containers[0]?.env ?? []).to.deep.equal([]);
  });
});
