import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { V1Secret } from "@kubernetes/client-node";
import { expect } from "chai";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { connect, type Kubernetes } from "../../sandbox/engine/kubernetes.ts";
import { type Lab, openLab } from "./recovery/lab.ts";
import { listener, type Plain, plainStack } from "./recovery/plain.ts";
import { smallSystem } from "./recovery/subject.ts";
import { needTools } from "./sandbox-home.ts";
import { type Place, placesWith } from "./secrets-forms.ts";

const settings = {
  secrets: { kind: "config" },
  pullSecrets: { "ghcr.io": { username: "hanok-bot" } },
};

/** Printable characters, including those that JSON, URLs, shells and YAML escape. */
const value = fc.string({ minLength: 20, maxLength: 60, unit: "grapheme-ascii" });
/** A random value, so that no other text matches it. */
const known = fc
  .sample(value, { numRuns: 4, seed: 4 })
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

  async function configure(token = ""): Promise<void> {
    const [payment = "", mail = ""] = known;
    await plain.secrets({
      "small:payment-key": payment,
      "small:mail-password": mail,
      "registry:ghcr.io": token,
    });
    plain.configure(settings);
  }

  before(async function () {
    needTools(this);
    lab = await openLab(smallSystem);
    plain = await plainStack(lab.home, smallSystem);
    await configure(known[2]);
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
    const { password, auth } = credentialOf(await pullSecret());
    return [...all.map(([, text]) => Buffer.from(text, "base64").toString()), password, auth];
  }

  const pullSecret = () =>
    kubernetes.core.readNamespacedSecret({ name: "pull.ghcr.io", namespace: "small" });

  it("are in their Secrets", async () => {
    const found = await values();
    expect(found.length).to.be.greaterThan(5);
    for (const [index, secret] of known.slice(0, 3).entries())
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

  it("A5: a registry's token is rotated in place, and the new one is in no state either", async () => {
    const [, , , token = ""] = known;
    const { metadata: before } = await pullSecret();
    await configure(token);
    const up = listener();
    await plain.stack.up({ ...up.options, showSecrets: false });
    const after = await pullSecret();
    expect(credentialOf(after)).to.include({ username: "hanok-bot", password: token });
    expect(after.metadata?.uid).to.equal(before?.uid);
    const pods = await kubernetes.core.listNamespacedPod({ namespace: "small" });
    const named = pods.items.filter(({ spec }) =>
      spec?.imagePullSecrets?.some(({ name }) => name === "pull.ghcr.io"),
    );
    expect(named.length).to.be.at.least(3);
    const written = [up.output.join("\n"), await plain.cli(["stack", "export"])].map(
      (content, index) => ({ name: `run ${index}`, content: Buffer.from(content) }),
    );
    expect(placesWith(written, [token, credentialOf(after).auth])).to.deep.equal([]);
  });
});

/** Excludes debug events, which contain arguments of the SDK and are never stored or printed. */
function told(events: readonly EngineEvent[]): readonly EngineEvent[] {
  return events.filter(({ diagnosticEvent }) => String(diagnosticEvent?.severity) !== "debug");
}

/** What a pull secret says of ghcr.io. */
function credentialOf({ data = {} }: V1Secret): Record<"username" | "password" | "auth", string> {
  const text = decode(data[".dockerconfigjson"] ?? "");
  const { auths }: { auths: Record<string, ReturnType<typeof credentialOf>> } = JSON.parse(text);
  const found = auths["ghcr.io"];
  if (found === undefined) throw new Error("the pull secret lacks ghcr.io");
  return found;
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
