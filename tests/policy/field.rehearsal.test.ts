import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { secretSignature, signature } from "../../policy/wire.ts";
import { writeExecutable } from "../../sandbox/cloud/executable.ts";
import { installAnalyzer, policyOptions } from "../../sandbox/engine/analyzer.ts";
import { repository } from "../../sandbox/engine/paths.ts";
import { Rehearsal } from "../sandbox/cloud/engine.ts";
import { type FieldPlan, shown } from "./field/declare.ts";
import { clean, violating } from "./field/plans.ts";
import { type Given, unknown } from "./support/case.ts";
import { analyze } from "./support/engine.ts";

class Resource extends pulumi.CustomResource {}
class Provider extends pulumi.ProviderResource {}

const components = /^(?:awsx|eks|hanok|random):|^kubernetes:helm\.sh\/v4:|^kubernetes:yaml/;
const all: readonly FieldPlan[] = [...violating, ...clean].filter(
  // one engine has one stack and one configuration
  ({ stack = "test", settings }) => !/prod/.test(stack) && settings === undefined,
);

/** The resources of a plan without those that the provider refuses: a release without its chart's archive, a list, and a raw object of `v1`. */
const resourcesOf = (plan: FieldPlan): readonly Given[] =>
  shown(plan, "preview").filter(
    ({ type }) => !/^kubernetes:(?:v1:|.*(?::Release|List)$)/.test(type),
  );

/** A value as a program would give it: what a preview does not know is an output that is not known. */
function given(value: unknown, open: pulumi.Output<string>): unknown {
  if (value === unknown) return open;
  if (Array.isArray(value)) return value.map((item) => given(item, open));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, given(item, open)]);
  const object = Object.fromEntries(entries) as Record<string, unknown>;
  return object[signature] === secretSignature ? pulumi.secret(object["value"]) : object;
}

/** Registers the resources of every plan, each under the name `<plan> <resource>`. */
function program(): Promise<object> {
  const source = new Resource("aws:index/open:Open", "open", {});
  const providers = new Map<string, Provider>();
  for (const [index, plan] of all.entries())
    for (const { type, name, props, provider } of resourcesOf(plan)) {
      const values = given(props, source.id) as pulumi.Inputs;
      const named = `${index} ${name}`;
      if (components.test(type)) {
        new pulumi.ComponentResource(type, named, values);
        continue;
      }
      const key = provider === undefined ? undefined : `${index} ${provider.name}`;
      if (key !== undefined && !providers.has(key))
        providers.set(key, new Provider("aws", key, { ...provider?.props }));
      const own = key === undefined ? undefined : providers.get(key);
      new Resource(type, named, values, own === undefined ? {} : { provider: own });
    }
  return Promise.resolve({});
}

/** What the functions say of each plan by itself: `rule resource` of the rules that judge one resource. */
async function expected(ids: ReadonlySet<string>): Promise<readonly string[]> {
  const said = all.map(async (plan, index) => {
    const told = analyze(rules, resourcesOf(plan), {});
    return told.flatMap(({ policy, urn = "" }) =>
      ids.has(policy) ? [`${policy} ${index} ${urn.split("::").at(-1) ?? ""}`] : [],
    );
  });
  return [...new Set((await Promise.all(said)).flat())].sort();
}

describe("plans of other people's projects in the real engine", function () {
  this.timeout(180_000);
  const rehearsal = new Rehearsal();
  after(() => rehearsal.end());

  it("are judged there as by the functions", async () => {
    const folder = join(rehearsal.cloud, "bin");
    writeExecutable(join(folder, "pulumi-resource-aws"), [
      process.execPath,
      resolve(import.meta.dirname, "field/permissive.ts"),
    ]);
    installAnalyzer(folder);
    const config = join(rehearsal.folder, "policy.json");
    writeFileSync(config, JSON.stringify({ all: "advisory" }));
    const stack = await rehearsal.stack(program);
    const said: string[] = [];
    const onEvent = ({ policyEvent }: EngineEvent) => {
      if (policyEvent === undefined) return;
      said.push(`${policyEvent.policyName} ${policyEvent.resourceUrn?.split("::").at(-1) ?? ""}`);
    };
    const pack = { pack: join(repository, "policy"), config };
    await stack.preview({ onEvent, ...policyOptions(pack) });
    const ids = new Set(rules.filter(({ kind }) => kind === "resource").map(({ id }) => id));
    const heard = [...new Set(said.filter((line) => ids.has(line.split(" ")[0] ?? "")))].sort();
    expect(heard).to.deep.equal(await expected(ids));
  });
});
