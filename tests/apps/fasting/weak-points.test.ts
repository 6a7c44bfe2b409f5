import { expect } from "chai";
import { describe, it } from "mocha";
import { madeUp } from "../../support/local-stack.ts";
import { deployed, pathsOf, recordedOn, variablesOf } from "../deployed.ts";

/** The time that Spring takes to start, in seconds. */
const start = 180;

describe("the fasting-day counter's weak points", function () {
  this.timeout(60_000);

  it("F1: the autoscaler waits until the CPU that a start burns is over", async () => {
    const { one } = await deployed("prod", "fasting");
    const { scaleUp } = one("HorizontalPodAutoscaler", "counter").spec.behavior ?? {};
    expect(scaleUp?.stabilizationWindowSeconds).to.be.at.least(start / 3);
    for (const { periodSeconds } of scaleUp?.policies ?? [])
      expect(periodSeconds).to.be.at.least(start);
  });

  it("F2: the old pod serves until the new one has started", async () => {
    const { one, container } = await deployed("prod", "fasting");
    const { strategy, progressDeadlineSeconds = 0 } = one("Deployment", "counter").spec ?? {};
    expect(strategy?.rollingUpdate?.maxUnavailable).to.equal(0);
    const { periodSeconds = 0, failureThreshold = 0 } = container("counter").startupProbe ?? {};
    const allowance = periodSeconds * failureThreshold;
    expect(allowance).to.be.at.least(start * 2);
    expect(progressDeadlineSeconds).to.be.greaterThan(allowance);
  });

  it("F4: the client's secret of OAuth2 and the password are in Secrets alone", async () => {
    const { own, container } = await deployed("prod", "fasting");
    const google = "SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_GOOGLE";
    expect(variablesOf(container("counter"))).to.include({
      [`${google}_CLIENT_ID`]: "secret:counter-secrets/oauth2-client-id",
      [`${google}_CLIENT_SECRET`]: "secret:counter-secrets/oauth2-client-secret",
    });
    for (const object of own.filter(({ kind }) => kind !== "Secret"))
      expect(JSON.stringify(object), object.metadata.name).not.to.include(madeUp);
  });

  it("F5: links hold: a host of its own, no path is rewritten, and Spring believes the forwarded headers", async () => {
    const { one, container } = await deployed("prod", "fasting");
    const route = one("HTTPRoute", "counter");
    expect(route.spec.hostnames).to.deep.equal(["fasting.example.com"]);
    expect(pathsOf(route)).to.deep.equal([
      { path: "/", to: ["counter-routes:80"], isChanged: false },
    ]);
    expect(variablesOf(container("counter"))["SERVER_FORWARD_HEADERS_STRATEGY"]).to.equal(
      "framework",
    );
  });

  it("F6: the autoscaler names the Deployment that exists, and the pods request what it measures", async () => {
    const { one, container } = await deployed("prod", "fasting");
    const { scaleTargetRef, metrics = [] } = one("HorizontalPodAutoscaler", "counter").spec;
    const { kind, metadata } = one("Deployment", scaleTargetRef.name);
    expect(scaleTargetRef).to.deep.equal({ apiVersion: "apps/v1", kind, name: metadata.name });
    expect(metrics.map(({ resource }) => resource?.name)).to.deep.equal(["cpu"]);
    expect(container("counter").resources?.requests).to.include({ cpu: "250m" });
  });

  it("keeps a login at its pod: by the session's cookie at the ALB, by one pod without it", async () => {
    const groups = (await recordedOn("prod")).filter(
      ({ type, inputs }) =>
        type.endsWith(":TargetGroupConfiguration") && JSON.stringify(inputs).includes('"fasting"'),
    );
    expect(JSON.stringify(groups.map(({ inputs }) => inputs))).to.include("JSESSIONID");
    const { one } = await deployed("local", "fasting");
    const { minReplicas, maxReplicas } = one("HorizontalPodAutoscaler", "counter").spec;
    expect([minReplicas, maxReplicas]).to.deep.equal([1, 1]);
  });
});
