import type { Deployment, EngineEvent, OutputMap, Stack } from "@pulumi/pulumi/automation/index.js";

/** What the engine keeps of a resource, as far as it follows from the program and not from the run. */
interface Kept {
  readonly urn: string;
  readonly id?: string;
  readonly custom?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly protect?: boolean;
  readonly provider?: string;
}

/** What a URN has before its own type. The parent is told apart. */
const beforeType = /urn:pulumi:try::cloud::(?:[\w:/]+\$)*/g;

/**
 * Resources and outputs of a stack, one line of JSON each, sorted. Identifiers stand as the names of their resources, so that what
 * two runs made can be compared.
 */
export async function registered(stack: Stack, outputs: OutputMap): Promise<readonly string[]> {
  const { resources } = deploymentOf(await stack.exportStack());
  const made = resources.filter(({ id, custom }) => custom === true && id !== undefined);
  const named = (text: string): string =>
    made.reduce((all, { id = "", urn }) => all.replaceAll(id, `<${urn}>`), text);
  const lines = resources
    .filter(({ urn }) => !/::pulumi:/.test(urn))
    .map((kept) => named(JSON.stringify(partsOf(kept))));
  const values = Object.entries(outputs).map(([name, { value, secret }]) =>
    named(JSON.stringify({ output: name, value: value as unknown, secret })),
  );
  return [...lines.sort(), ...values.sort()].map((line) => line.replace(beforeType, ""));
}

/** Lines that are only in one of two runs. */
export function differences(one: readonly string[], other: readonly string[]): readonly string[] {
  const without = (some: readonly string[], all: readonly string[], sign: string) =>
    some.filter((line) => !all.includes(line)).map((line) => `${sign} ${line}`);
  return [...without(one, other, "-"), ...without(other, one, "+")];
}

/** Inputs of all resources as a preview has them, one line each, sorted. */
export async function previewed(stack: Stack): Promise<readonly string[]> {
  const events: EngineEvent[] = [];
  await stack.preview({ onEvent: (event) => events.push(event) });
  return events
    .flatMap(({ resourcePreEvent }) => {
      const step = resourcePreEvent?.metadata;
      if (step === undefined || step.type.startsWith("pulumi:")) return [];
      const { inputs, protect = false } = step.new ?? {};
      return [JSON.stringify({ urn: step.urn, op: step.op, protect, inputs: ordered(inputs) })];
    })
    .sort();
}

function deploymentOf({ deployment }: Deployment): { readonly resources: readonly Kept[] } {
  return deployment;
}

function partsOf(kept: Kept): object {
  const { urn, inputs, parent, dependencies = [], propertyDependencies = {} } = kept;
  return {
    urn,
    parent,
    protect: kept.protect ?? false,
    provider: kept.provider?.split("::").at(-2),
    inputs: ordered(inputs),
    dependsOn: [...dependencies].sort(),
    by: Object.fromEntries(
      Object.entries(propertyDependencies)
        .filter(([, urns]) => urns.length > 0)
        .map(([name, urns]) => [name, [...urns].sort()])
        .sort(([one = ""], [other = ""]) => (one < other ? -1 : 1)),
    ),
  };
}

function ordered(inputs: Readonly<Record<string, unknown>> = {}): object {
  return Object.fromEntries(
    Object.entries(inputs).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
