import { spawn } from "node:child_process";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { root } from "../../support/local-stack.ts";
import { lacking, rehearsal } from "../../sandbox/cluster/rehearsal.ts";

const metadata = (name: string) => ({ name, namespace: "default" });

describe("make upgrade-check on a real cluster", function () {
  this.timeout(120_000);
  const sandbox = rehearsal();

  before(async function () {
    if (lacking.length > 0) {
      console.log(`      skipped: ${lacking.join(", ")}`);
      this.skip();
    }
    await sandbox.start();
  });
  after(() => sandbox.remove());

  /** Runs `make upgrade-check TO=… IN=kubeconfig`. */
  function check(to: string): Promise<{ readonly code: number | null; readonly said: string }> {
    const child = spawn(process.execPath, ["ops/upgrade-check/main.ts", "kubeconfig"], {
      cwd: root,
      env: { ...process.env, KUBECONFIG: sandbox.layout.kubeconfig, TO: to },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, said }));
    });
  }

  it("passes a healthy cluster, and lists skipped checks", async () => {
    const { code, said } = await check("1.37");
    expect(said).to.match(/nothing blocks the upgrade to 1\.37/);
    expect(said).to.contain("no state was read").and.contain("the Gateway API v");
    expect(code).to.equal(0);
  });

  it("refuses a skipped release, a budget that blocks a drain, and a webhook without endpoints", async () => {
    const api = sandbox.api();
    try {
      await api.post("/api/v1/namespaces/default/pods", {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { ...metadata("alone"), labels: { app: "alone" } },
        spec: { containers: [{ name: "one", image: "one:1" }] },
      });
      await api.post("/apis/policy/v1/namespaces/default/poddisruptionbudgets", {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: metadata("nothing"),
        spec: { minAvailable: 1, selector: { matchLabels: { app: "nobody" } } },
      });
      await api.post("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingWebhookConfiguration",
        metadata: { name: "left" },
        webhooks: [
          {
            name: "left.example.com",
            admissionReviewVersions: ["v1"],
            sideEffects: "None",
            clientConfig: { service: { namespace: "default", name: "gone" } },
            rules: [
              {
                apiGroups: ["example.com"],
                apiVersions: ["v1"],
                operations: ["CREATE"],
                resources: ["things"],
              },
            ],
          },
        ],
      });
    } finally {
      api.close();
    }
    const { code, said } = await check("1.38");
    expect(said)
      .to.contain("the step from 1.36 to 1.38 skips minor releases")
      .and.contain("ValidatingWebhookConfiguration left/left.example.com is required")
      .and.contain("PodDisruptionBudget default/nothing selects no pod")
      .and.contain("Pod default/alone has no controller")
      .and.contain("must wait: 2 findings block it");
    expect(code).to.equal(1);
  });

  it("exits with 2 without a target release", async () => {
    const { code, said } = await check("soon");
    expect(said).to.contain("TO=soon is no release");
    expect(code).to.equal(2);
  });
});
