import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import { AppService } from "../../../components/app-service/index.ts";
import { fingerprint, fingerprintOf } from "../../../components/workload/fingerprint.ts";
import { platform } from "../../support/fixtures.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";
import { orders } from "../app-service/orders.ts";

const key = "k".repeat(40);

describe("the fingerprint of secrets", () => {
  it("changes with each value and each name, and not with their order", () => {
    const one = fingerprintOf(key, { a: "1", b: "2" });
    expect(one).to.match(/^[0-9a-f]{16}$/);
    expect(fingerprintOf(key, { b: "2", a: "1" })).to.equal(one);
    const others: readonly Readonly<Record<string, string>>[] = [
      { a: "1", b: "3" },
      { a: "1" },
      { a: "2", b: "1" },
      { a: "1", c: "2" },
    ];
    for (const other of others) expect(fingerprintOf(key, other)).to.not.equal(one);
  });

  it("cannot be guessed without its key: a PIN of four digits has no plain hash in it", () => {
    const found = fingerprintOf(key, { pin: "0042" });
    for (let pin = 0; pin < 10_000; pin++) {
      const value = String(pin).padStart(4, "0");
      for (const guess of [value, JSON.stringify({ pin: value }), JSON.stringify([["pin", value]])])
        expect(createHash("sha256").update(guess).digest("hex")).to.not.include(found);
    }
    expect(fingerprintOf("another key", { pin: "0042" })).to.not.equal(found);
  });

  it("is not secret, so that a plan shows that it changes", async () => {
    let secret: boolean | undefined;
    await recordResources(async () => {
      secret = await pulumi.isSecret(fingerprint(pulumi.secret(key), { a: pulumi.secret("1") }));
    });
    expect(secret).to.equal(false);
  });

  it("stands in the pod template of a Deployment and of a StatefulSet", async () => {
    const volume = { path: "/data", storage: "1Gi" };
    const scaling = { kind: "fixed", replicas: 1, because: "one writes" } as const;
    for (const service of [orders(), orders({ volume, scaling })]) {
      const made = await recordResources(
        () =>
          new AppService("shop-orders", {
            service,
            bindings: [],
            platform,
            fingerprint: pulumi.output("0123456789abcdef"),
          }),
      );
      const workload = made.find(({ type }) => /:(Deployment|StatefulSet)$/.test(type));
      expect(workload?.inputs).to.have.nested.property(
        "spec.template.metadata.annotations.hanok\\.dev/secrets",
        "0123456789abcdef",
      );
      // the other annotations stay
      expect(workload?.inputs).to.have.nested.property(
        "spec.template.metadata.annotations.hanok\\.dev/startup-seconds",
      );
    }
  });
});
