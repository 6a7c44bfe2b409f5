import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { connect, type Kubernetes } from "../../sandbox/engine/kubernetes.ts";
import { type Lab, openLab } from "./recovery/lab.ts";
import { listener, type Plain, plainStack } from "./recovery/plain.ts";
import { smallSystem } from "./recovery/subject.ts";
import { needTools } from "./sandbox-home.ts";
import { type Place, placesWith } from "./secrets-forms.ts";

/** Printable characters, including those that JSON, URLs, shells and YAML escape. */
const value = fc.string({ minLength: 20, maxLength: 60, unit: "grapheme-ascii" });
/** A random value, so that no other text matches it. */
const known = fc
  .sample(value, { numRuns: 2, seed: 4 })
  .map((text, index) => `<%"\\${index}${text}+/=é`);

describe("secret values from configuration, and generated ones", function () {
  this.timeout(300_000);
  let lab: Lab;
  let plain: Plain;
  let kubernetes: Kubernetes;
  const paths: Place[] = [];
  const note = (name: string, content: unknown) =>
    paths.push({
      name,
      content: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)),
    });

  before(async function () {
    needTools(this);
    lab = await openLab(smallSystem);
    plain = await plainStack(lab.home, smallSystem);
    const [payment = "", mail = ""] = known;
    await plain.secrets({ "small:payment-key": payment, "small:mail-password": mail });
    plain.configure({ secrets: { kind: "config" } });
    kubernetes = connect(lab.kubeconfig);
    const plan = join(lab.home, "plan.json");
    const preview = listener();
    await plain.stack.preview({ ...preview.options, plan });
    const up = listener();
    await plain.stack.up({ ...up.options, showSecrets: false });
    note("the output of preview", preview.output.join("\n"));
    note("the events of preview", told(preview.events));
    note("the plan", readFileSync(plan, "utf8"));
    note("the output of up", up.output.join("\n"));
    note("the events of up", told(up.events));
    note("the exported state", await plain.cli(["stack", "export"]));
    note("the history", await plain.cli(["stack", "history", "--full-dates"]));
  });

  after(async () => {
    await (lab as Lab | undefined)?.close();
  });

  /** All values of Secrets, except Helm's records. */
  async function values(): Promise<readonly string[]> {
    const { items } = await kubernetes.core.listSecretForAllNamespaces();
    const opaque = items.filter(({ type }) => type === "Opaque");
    const all = opaque.flatMap(({ data = {} }) =>
      Object.entries(data).filter(([key]) => key !== "username"),
    );
    return all.map(([, text]) => Buffer.from(text, "base64").toString());
  }

  it("are in their Secrets", async () => {
    const found = await values();
    expect(found.length).to.be.greaterThan(5);
    for (const [index, secret] of known.entries())
      expect(found.includes(secret), `value ${index}`).to.equal(true);
  });

  it("are in no state, plan, event, log, setting or file of Pulumi, in any encoding", async () => {
    for (const folder of ["state", "project", "pulumi", "logs", "charts"])
      for (const file of filesIn(join(lab.home, folder)))
        paths.push({ name: file, content: unpacked(readFileSync(file)) });
    expect(paths.length).to.be.greaterThan(15);
    expect(placesWith(paths, await values())).to.deep.equal([]);
  });

  it("are in no Helm release, and in no object other than a Secret", async () => {
    const { core, apps, batch } = kubernetes;
    const { items: secrets } = await core.listSecretForAllNamespaces();
    const releases = secrets.filter(({ type }) => type === "helm.sh/release.v1");
    expect(releases.length).to.be.greaterThan(0);
    const records = releases.map(({ metadata, data = {} }) => ({
      name: metadata?.name ?? "",
      content: gunzipSync(Buffer.from(decode(data["release"] ?? ""), "base64")),
    }));
    expect(records.every(({ content }) => content.includes('"manifest"'))).to.equal(true);
    const lists = await Promise.all([
      core.listEventForAllNamespaces(),
      core.listConfigMapForAllNamespaces(),
      core.listPodForAllNamespaces(),
      apps.listDeploymentForAllNamespaces(),
      apps.listStatefulSetForAllNamespaces(),
      batch.listJobForAllNamespaces(),
    ]);
    const objects = lists.flatMap(({ kind, items }) =>
      items.map((item) => ({
        name: `${kind} ${item.metadata?.name}`,
        content: Buffer.from(JSON.stringify(item)),
      })),
    );
    expect(objects.length).to.be.greaterThan(20);
    expect(placesWith([...records, ...objects], await values())).to.deep.equal([]);
  });
});

/** Excludes debug events, which contain arguments of the SDK and are never stored or printed. */
function told(events: readonly EngineEvent[]): readonly EngineEvent[] {
  return events.filter(({ diagnosticEvent }) => String(diagnosticEvent?.severity) !== "debug");
}

const decode = (text: string) => Buffer.from(text, "base64").toString();

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function unpacked(content: Buffer): Buffer {
  return content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content;
}
