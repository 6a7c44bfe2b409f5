import { expect } from "chai";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { type Given, secret, unknown } from "./support/case.ts";
import { analyze } from "./support/engine.ts";
import { object, podSpec, secured, workload } from "./support/kubernetes.ts";

const rule = rules.filter(({ id }) => id === "pod-no-privileged");
const bad = workload("api", secured({ privileged: true }));
const exemption = {
  rule: "pod-no-privileged",
  resource: "api",
  reason: "It loads a kernel module",
  expires: "2026-06-30",
};
const run = (settings: object, given: readonly Given[] = [bad], today = "2026-06-01") =>
  analyze(rule, given, settings, { today });

function refusal(settings: object): string {
  try {
    run(settings);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("a violation", () => {
  it("names the resource, the property, the value, what is right and how to change it", () => {
    const [first] = run({});
    expect(first?.policy).to.equal("pod-no-privileged");
    expect(first?.message).to.equal(
      "kubernetes:apps/v1:Deployment api: " +
        "spec.template.spec.containers[0].securityContext.privileged is true; it must be false or absent.\n" +
        "How: Remove `privileged` from the container's securityContext; if the program needs a capability, add that one.",
    );
  });

  it("never shows a secret, nor a literal that should be one", () => {
    const given: readonly Given[] = [
      { type: "aws:rds/instance:Instance", name: "db", props: { password: "hunter2-literal" } },
      {
        type: "aws:mq/broker:Broker",
        name: "mq",
        props: { users: [{ password: "hunter2-literal" }] },
      },
      {
        type: "kubernetes:helm.sh/v3:Release",
        name: "r",
        props: { values: { token: secret("hunter2-secret") } },
      },
      object("v1", "ConfigMap", "c", { data: { password: "hunter2-literal" } }),
      workload(
        "api",
        podSpec({ containers: [{ env: [{ name: "A_TOKEN", value: "hunter2-literal" }] }] }),
      ),
    ];
    const told = analyze(rules, given);
    expect(
      told.filter(
        ({ message }) => message.includes("a credential") || message.includes("plain text"),
      ),
    ).to.not.be.empty;
    expect(told.map(({ message }) => message).join("\n")).to.not.contain("hunter2");
  });
});

describe("the summary", () => {
  it("groups violations by severity and theme, and lists what a preview leaves open", () => {
    const open = workload("web", secured({ privileged: unknown }));
    const told = run({}, [bad, open]);
    expect(told.at(-1)?.message.split("\n")).to.deep.equal([
      "1 violations",
      "  critical: 1 (k8s-pod-security 1)",
      "cannot be decided in a preview, and will be decided by the update:",
      "  pod-no-privileged: spec.template.spec.containers[0].securityContext.privileged of web",
    ]);
  });

  it("says nothing where there is nothing to say", () => {
    expect(run({}, [workload("api")])).to.deep.equal([]);
  });
});

describe("an exemption", () => {
  it("silences its rule for its resource, on its last day too", () => {
    const told = run({ exemptions: [exemption] }, [bad], "2026-06-30");
    expect(told.map(({ policy }) => policy)).to.deep.equal(["summary"]);
    expect(told[0]?.message).to.contain("1 exempted");
  });

  it("that has expired fails, and its rule holds again", () => {
    const told = run({ exemptions: [exemption] }, [bad], "2026-07-01");
    expect(told.map(({ policy }) => policy)).to.deep.equal([
      "pod-no-privileged",
      "exemptions",
      "summary",
    ]);
    expect(told[1]?.message).to.contain("expired on 2026-06-30");
  });

  it("that nothing needs fails", () => {
    const told = run({ exemptions: [{ ...exemption, resource: "other" }] }, [workload("other")]);
    expect(told.map(({ message }) => message).join()).to.contain("exempts nothing");
  });

  it("that names no resource fails, even while a preview leaves its rule open", () => {
    const told = run({ exemptions: [{ ...exemption, resource: "old-*" }] }, [
      workload("api", secured({ privileged: unknown })),
    ]);
    expect(told[0]?.message).to.contain("(pod-no-privileged for old-*) names no resource");
  });

  it("is not called unused while a preview leaves its rule open", () => {
    const told = run({ exemptions: [exemption] }, [
      workload("api", secured({ privileged: unknown })),
    ]);
    expect(told.map(({ policy }) => policy)).to.deep.equal(["summary"]);
  });
});

describe("an exemption that a resource brings", () => {
  const marked = (reason: string): Given => ({
    ...bad,
    props: {
      ...bad.props,
      metadata: { name: "api", annotations: { "exempt.hanok.dev/pod-no-privileged": reason } },
    },
  });
  const policies = (given: Given, settings: object = {}) =>
    run(settings, [given]).map(({ policy }) => policy);

  it("is an annotation of an object, or a tag of an AWS resource, with a reason", () => {
    expect(policies(marked("It loads a kernel module"))).to.deep.equal(["summary"]);
    const logs = rules.filter(({ id }) => id === "log-retention" || id === "log-group-kms");
    const group = (tags: object): Given => ({
      type: "aws:cloudwatch/logGroup:LogGroup",
      name: "logs",
      props: { tags },
    });
    const told = (tags: object) => analyze(logs, [group(tags)]).map(({ policy }) => policy);
    expect(told({ "hanok:exempt:log-group-kms": "Holds no content" })).to.deep.equal(["summary"]);
    expect(told({ "hanok:exempt:kms-rotation": "Holds no content" })).to.include("log-group-kms");
  });

  it("does not count without a reason, and not where the settings forbid it", () => {
    expect(policies(marked("yes"))).to.include("pod-no-privileged");
    const forbidden = { ownExemptions: false };
    expect(policies(marked("It loads a kernel module"), forbidden)).to.include("pod-no-privileged");
  });
});

describe("wrong settings", () => {
  for (const [about, settings, key] of [
    ["an unknown key", { allowedRegistry: ["x"] }, /allowedRegistry/],
    ["a wrong type", { strict: "yes" }, /settings\.strict/],
    ["a minor that is none", { supportedEksMinors: ["v1.36"] }, /settings\.supportedEksMinors\.0/],
    [
      "an exemption without a reason",
      { exemptions: [{ ...exemption, reason: "" }] },
      /settings\.exemptions\.0\.reason/,
    ],
    [
      "a day that is none",
      { exemptions: [{ ...exemption, expires: "soon" }] },
      /settings\.exemptions\.0\.expires/,
    ],
    [
      "a rule that is none",
      { exemptions: [{ ...exemption, rule: "pod-no-privilege" }] },
      /settings\.exemptions\.0\.rule/,
    ],
  ] as const)
    it(`${about} is refused with its key`, () => {
      expect(refusal(settings)).to.match(key);
    });
});

describe("protected", () => {
  const replicas = rules.filter(({ id }) => id === "deployment-replicas-min");
  const count = (stack: string, settings: object = {}) =>
    analyze(replicas, [workload("api")], settings, { stack }).filter(
      ({ policy }) => policy !== "summary",
    ).length;

  it("is a stack by its name unless the setting decides", () => {
    expect(count("prod")).to.equal(1);
    expect(count("dev")).to.equal(0);
    expect(count("dev", { protected: true })).to.equal(1);
    expect(count("prod", { protected: false })).to.equal(0);
    expect(count("live", { protected: ["live*"] })).to.equal(1);
  });
});
