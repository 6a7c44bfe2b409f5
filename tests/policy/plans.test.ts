import { expect } from "chai";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { awsPlans } from "./plans/aws.ts";
import { cleanPlans } from "./plans/clean.ts";
import { kubernetesPlans } from "./plans/kubernetes.ts";
import type { Plan } from "./plans/plan.ts";
import { analyze } from "./support/engine.ts";

const grave = new Map(
  rules.map(({ id, severity }) => [id, severity === "critical" || severity === "high"]),
);

async function toldOf({ resources, stack = "test" }: Plan) {
  const told = analyze(rules, resources, {}, { stack });
  return told.map(({ policy, message, urn = "" }) => ({
    policy,
    said: `${policy} ${urn.split("::").at(-1) ?? ""}`,
    message,
  }));
}

describe("plans as real projects write them", () => {
  for (const plan of [...awsPlans, ...kubernetesPlans])
    it(`is reported: ${plan.why}`, async () => {
      const told = await toldOf(plan);
      expect(told.map(({ said }) => said)).to.include.members([...plan.violates]);
    });

  for (const plan of cleanPlans)
    it(`is not reported: ${plan.why}`, async () => {
      const told = await toldOf(plan);
      expect(told.filter(({ policy }) => grave.get(policy)).map(({ message }) => message)).to.be
        .empty;
    });

  it("are twenty that violate, and six that do not", () => {
    expect(awsPlans.length + kubernetesPlans.length).to.equal(20);
    expect(cleanPlans).to.have.length(6);
  });
});
