import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { interrupt, type Moment } from "./recovery/interrupt.ts";
import { type Lab, openLab } from "./recovery/lab.ts";
import { objectsIn } from "./recovery/objects.ts";
import { randomOf } from "./recovery/random.ts";
import { forget, stick } from "./recovery/stick.ts";
import { localSystem, smallSystem } from "./recovery/subject.ts";
import { needTools } from "./sandbox-home.ts";

/**
 * `CHAOS=20` kills the local stack at twenty moments. Without it, a small system with the same kinds of objects is interrupted
 * five times, or with `CHAOS=all` seven times, including a dead API server. `SEED` determines the moments.
 */
const isThorough = process.env["CHAOS"] === "all";
const chaos = isThorough ? 0 : Number(process.env["CHAOS"] ?? 0);
const given = Number(process.env["SEED"] ?? 0);
// `make test` always uses the same moments
const seed = given > 0 ? given : 1;
const random = randomOf(seed);
const subject = chaos > 0 ? localSystem : smallSystem;

const operations = ["destroy", "up", "update"] as const;
const killed = ["all", "cli", "provider", "all", "node"] as const;
/** Kills each operation once, then interrupts a destroy, and fills the disk of an up. */
const usual = ["all", "cli", "provider", "ctrl-c", "disk"] as const;
const thorough = [...usual, "api-server", "all"] as const;
const victims: readonly Moment["victim"][] =
  chaos > 0
    ? Array.from({ length: chaos }, () => killed[Math.floor(random() * killed.length)] ?? "all")
    : isThorough
      ? thorough
      : usual;

type Objects = Readonly<Record<string, string>>;

describe(`an interrupted run of ${subject.name}, seed ${seed}`, function () {
  this.timeout(900_000);
  let lab: Lab;
  const wanted = new Map<string, Objects>();
  const seconds = new Map<string, number>();

  before(async function () {
    needTools(this);
    lab = await openLab(subject);
    wanted.set("destroy", await objectsIn(lab.home));
    for (const name of ["up", "update"] as const) {
      const { result } = await lab.run("up", name === "up" ? {} : subject.update);
      expect(result.ok, JSON.stringify(result.failures)).to.equal(true);
      wanted.set(name, await objectsIn(lab.home));
      seconds.set(name, result.seconds);
    }
    expect(Object.keys(wanted.get("up") ?? {}).length).to.be.greaterThan(40);
    expect(wanted.get("up")).not.to.deep.equal(wanted.get("update"));
  });

  after(async () => {
    await (lab as Lab | undefined)?.close();
  });

  victims.forEach((victim, index) => {
    const name = operations[index % operations.length] ?? "up";
    // an interrupted destroy may also be followed by an up
    const next = isThorough && name === "destroy" && index === victims.length - 1 ? "up" : name;
    const share = random();
    // in addition to the space that a small state always keeps
    const room = 300 + Math.floor(random() * 400);
    it(`${index + 1}: ${name}, ${victim} at ${Math.round(share * 100)} %, is repaired by the next ${next}`, async function () {
      const operation = name === "destroy" ? "destroy" : "up";
      const settings = name === "update" ? subject.update : {};
      const moment: Moment = {
        operation,
        settings,
        victim,
        room,
        after: share * (seconds.get(name) ?? 15),
      };
      const passwords = passwordsIn(lab);
      const left = await interrupt(lab, moment);
      // a separate disk needs Linux and a kernel that lets users mount
      if (left.code === 99) this.skip();
      if (victim === "disk" && !left.late)
        expect(left.output).to.match(/no space left on the disk of .*state/);
      console.log(
        `      ${left.late ? "it was over before" : `ended with ${left.code}`}; ` +
          `pending: ${left.pending.join(", ") || "nothing"}`,
      );
      if (name === "destroy") expectPasswords(lab, passwords);
      if (victim === "api-server") await lab.repair();
      const { result, lines } = await lab.run(
        next === "destroy" ? "destroy" : "up",
        next === "update" ? subject.update : {},
      );
      expect(result.ok, `${JSON.stringify(result.failures)}\n${left.output}`).to.equal(true);
      const said = lines.join("\n");
      for (const operation of left.pending)
        expect(said, "what was pending is named").to.include(operation.replace(/^\w+ /, ""));
      expect(await objectsIn(lab.home)).to.deep.equal(wanted.get(next));
      expectNothingTwice(lab);
    });
  });

  it("repairs a Helm release that is stuck in an upgrade", async () => {
    await lab.run("up");
    await stick(lab, "pending-upgrade");
    const { result, lines } = await lab.run("up", { size: "large" });
    expect(result.ok, JSON.stringify(result.failures)).to.equal(true);
    expect(lines.join("\n")).to.match(/Helm release vault\/vault was stuck in pending-upgrade/);
    expect(result.changes).to.include.keys("update");
    await lab.run("up");
    expect(await objectsIn(lab.home)).to.deep.equal(wanted.get("up"));
  });

  for (const status of chaos > 0 ? [] : ["pending-install", "deployed"])
    it(`continues with a release whose interrupted installation is ${status}`, async () => {
      await stick(lab, status);
      await forget(lab);
      const { result, lines } = await lab.run("up");
      expect(result.ok, JSON.stringify(result.failures)).to.equal(true);
      expect(lines.join("\n")).to.match(
        status === "deployed" ? /adopted.*Release cluster-vault/ : /stuck in pending-install/,
      );
      expect(await objectsIn(lab.home)).to.deep.equal(wanted.get("up"));
      expectNothingTwice(lab);
    });
});

function passwordsIn(lab: Lab): readonly string[] {
  const urns = (lab.state().resources ?? []).map(({ urn }) => urn);
  return urns.filter((urn) => urn.includes("RandomPassword::"));
}

/** While a system's namespace exists, with its volumes, all passwords must be known. */
function expectPasswords(lab: Lab, before: readonly string[]): void {
  const { resources = [] } = lab.state();
  const holdsData = resources.some(({ urn }) => /::small-namespace|::zipbob-namespace/.test(urn));
  if (holdsData) expect(passwordsIn(lab)).to.include.members([...before]);
}

/** Each resource and each object exists once, and no operation is pending. */
function expectNothingTwice(lab: Lab): void {
  const { resources = [], pending_operations: pending = [] } = lab.state();
  const urns = resources.map(({ urn }) => urn);
  expect(new Set(urns).size).to.equal(urns.length);
  expect(pending).to.deep.equal([]);
}
