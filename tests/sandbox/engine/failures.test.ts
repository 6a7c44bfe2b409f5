import { expect } from "chai";
import { describe, it } from "mocha";
import { explain } from "../../../sandbox/engine/explain.ts";
import { collectFailures, failureText, programFailure } from "../../../sandbox/engine/failures.ts";
import { begun, broken, said } from "./events.ts";

const edge = {
  name: "zipbob-edge-deployment",
  inputs: { metadata: { name: "edge", namespace: "zipbob" } },
};

describe("failures of a run", () => {
  it("puts the resource before the program, whose error repeats it", () => {
    const events = [
      begun(edge),
      said("update failed"),
      said("Error: something stopped"),
      said("2 errors occurred:\n\t* 'edge' timed out\n\t* no live pods", edge),
      broken(edge),
    ];
    expect(collectFailures(events)).to.deep.equal([
      {
        urn: "urn:pulumi:local::hanok::kubernetes:apps/v1:Deployment::zipbob-edge-deployment",
        resource: "Deployment zipbob-edge-deployment",
        type: "kubernetes:apps/v1:Deployment",
        object: { name: "edge", namespace: "zipbob" },
        messages: ["- 'edge' timed out\n- no live pods"],
      },
      { resource: "program", messages: ["Error: something stopped"] },
    ]);
  });

  it("has the namespace of a Helm release", () => {
    const type = "kubernetes:helm.sh/v3:Release";
    const vault = { type, name: "vault", inputs: { name: "vault", namespace: "vault" } };
    expect(collectFailures([begun(vault), broken(vault)])[0]?.object).to.deep.equal({
      name: "vault",
      namespace: "vault",
    });
  });

  it("lists each message once, without warnings", () => {
    const events = [
      begun(edge),
      said("refused", edge),
      said("refused", edge),
      said("slow", edge, "warning"),
      broken(edge),
    ];
    expect(collectFailures(events).map(({ messages }) => messages)).to.deep.equal([["refused"]]);
  });

  it("prints resource, message, findings in the cluster, and the log, in this order", () => {
    const failures = collectFailures([begun(edge), said("timed out", edge), broken(edge)]);
    const urn = failures[0]?.urn ?? "";
    const text = failureText(
      failures,
      new Map([[urn, ["Pod edge-1: Unschedulable"]]]),
      "/logs/up-1.log",
    );
    expect(text.split("\n")).to.deep.equal([
      "failed: Deployment zipbob-edge-deployment (kubernetes:apps/v1:Deployment)",
      "    timed out",
      "  in the cluster:",
      "    Pod edge-1: Unschedulable",
      "full log: /logs/up-1.log",
    ]);
  });

  it("names the line of our own code where the program failed", () => {
    const error = new TypeError("no such thing");
    error.stack = `TypeError: no such thing
    at f (file:///repo/node_modules/x/index.js:1:1)
    at <anonymous> (file:///repo/index.ts?run=2:4:7)`;
    expect(programFailure(error).messages).to.deep.equal([
      "TypeError: no such thing",
      "at /repo/index.ts:4:7",
    ]);
  });
});

describe("findings in the cluster", () => {
  const pod = (name: string, status: object) => ({ metadata: { name }, status });
  const warning = (kind: string, name: string, reason: string, message: string) => ({
    type: "Warning",
    involvedObject: { kind, name },
    metadata: {},
    reason,
    message,
  });

  it("list an admission error first, and only once", () => {
    const message = 'pods "edge-1" is forbidden: violates PodSecurity "restricted:latest"';
    const lines = explain({
      conditions: [
        { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message },
        { type: "Available", status: "False", reason: "MinimumReplicasUnavailable" },
      ],
      pods: [],
      events: [warning("ReplicaSet", "edge", "FailedCreate", `Error creating: ${message}`)],
    });
    expect(lines).to.deep.equal([`FailedCreate: ${message}`]);
  });

  it("explain once why pods with the same reason are not scheduled", () => {
    const unscheduled = {
      phase: "Pending",
      conditions: [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/6 nodes" },
      ],
    };
    const lines = explain({
      conditions: [],
      pods: [pod("edge-1", unscheduled), pod("edge-2", unscheduled)],
      events: [],
    });
    expect(lines).to.deep.equal(["Pod edge-1: Unschedulable: 0/6 nodes (and 1 more like it)"]);
  });

  it("explain how a container ended, but not for a ready one", () => {
    const container = (ready: boolean) => ({
      name: "edge",
      image: "",
      imageID: "",
      ready,
      restartCount: 3,
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState: { terminated: { reason: "OOMKilled", exitCode: 137 } },
    });
    const lines = explain({
      conditions: [],
      pods: [
        pod("edge-1", { phase: "Running", containerStatuses: [container(false)] }),
        pod("edge-2", { phase: "Running", conditions: [{ type: "Ready", status: "True" }] }),
      ],
      events: [],
    });
    expect(lines).to.deep.equal([
      "Pod edge-1, container edge: CrashLoopBackOff, last ended with OOMKilled (exit code 137), 3 restarts",
    ]);
  });
});
