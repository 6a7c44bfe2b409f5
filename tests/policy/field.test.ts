import { expect } from "chai";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { type FieldPlan, type Moment, shown } from "./field/declare.ts";
import { clean, violating } from "./field/plans.ts";
import { analyze } from "./support/engine.ts";

const moments: readonly Moment[] = ["preview", "update"];

/** What is said of a plan: violations as `rule resource`, and the rules that the preview leaves open. */
async function judged(plan: FieldPlan, moment: Moment) {
  const told = analyze(rules, shown(plan, moment), plan.settings, {
    stack: plan.stack ?? "test",
  });
  const open = told
    .filter(({ policy }) => policy === "summary")
    .flatMap(({ message }) => [...message.matchAll(/^ {2}(\S+): .+ of /gm)])
    .map(([, rule = ""]) => rule);
  const violations = told
    .filter(({ policy }) => policy !== "summary")
    .map(({ policy, message, urn = "" }) => ({
      said: `${policy} ${urn.split("::").at(-1) ?? ""}`,
      message,
    }));
  return { open, violations };
}

/** The forms in which a violation may be said: of either resource. */
function forms(wanted: string): readonly string[] {
  const [rule = "", names = ""] = wanted.split(/ (.*)/s);
  return names.split("|").map((name) => `${rule} ${name}`);
}

describe("plans of other people's projects", () => {
  for (const moment of moments) {
    for (const plan of violating)
      it(`${moment}: is reported: ${plan.why}`, async () => {
        const { open, violations } = await judged(plan, moment);
        const said = new Set(violations.map((violation) => violation.said));
        const missed = (plan.means ?? []).filter(
          (wanted) =>
            !forms(wanted).some((form) => said.has(form)) &&
            !(moment === "preview" && open.includes(wanted.split(" ")[0] ?? "")),
        );
        expect(missed.join("\n")).to.equal("");
      });

    for (const plan of clean)
      it(`${moment}: is not reported: ${plan.why}`, async () => {
        const { open, violations } = await judged(plan, moment);
        expect(violations.map(({ message }) => message).join("\n")).to.equal("");
        if (moment === "update") expect(open.join("\n")).to.equal("");
      });
  }

  it("are more than a hundred that violate, and more than twenty that do not", () => {
    expect(violating.length).to.be.at.least(102);
    expect(clean.length).to.be.at.least(21);
  });

  it("break each rule at least once", () => {
    const broken = new Set(
      violating.flatMap(({ means = [] }) => means.map((w) => w.split(" ")[0])),
    );
    expect(rules.map(({ id }) => id).filter((id) => !broken.has(id))).to.deep.equal([]);
  });
});
