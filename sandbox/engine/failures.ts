import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { shortName } from "./pending.ts";

/** A resource, or the program itself, that failed. */
export interface Failure {
  /** Undefined if the program failed. */
  readonly urn?: string;
  /** `Deployment zipbob-user-server-deployment`, or `program`. */
  readonly resource: string;
  /** Type token, `kubernetes:apps/v1:Deployment`. */
  readonly type?: string;
  /** Namespace and name of the Kubernetes object, if the resource is one. */
  readonly object?: { readonly namespace: string; readonly name: string };
  readonly messages: readonly string[];
}

/** Collects the failures from the engine's events. */
export function collectFailures(events: readonly EngineEvent[]): readonly Failure[] {
  const byUrn = new Map<string, Failure>();
  for (const { resOpFailedEvent, resourcePreEvent } of events) {
    const metadata = (resOpFailedEvent ?? resourcePreEvent)?.metadata;
    if (metadata === undefined) continue;
    const { urn, type } = metadata;
    const known = byUrn.get(urn);
    const object = known?.object ?? objectOf(metadata.new?.inputs ?? metadata.old?.inputs);
    byUrn.set(urn, {
      urn,
      resource: shortName(urn),
      type,
      messages: [],
      ...(object && { object }),
    });
  }
  const failed = new Map<string, Failure>();
  const add = (key: string, failure: Failure, message?: string) => {
    const before = failed.get(key) ?? failure;
    const isNew = message !== undefined && message !== "" && !before.messages.includes(message);
    failed.set(key, isNew ? { ...before, messages: [...before.messages, message] } : before);
  };
  for (const { resOpFailedEvent, diagnosticEvent } of events) {
    const broken = resOpFailedEvent?.metadata.urn;
    const of = broken === undefined ? undefined : byUrn.get(broken);
    if (broken !== undefined && of !== undefined) add(broken, of);
    if (diagnosticEvent?.severity !== "error") continue;
    const { urn = "" } = diagnosticEvent;
    const known = byUrn.get(urn);
    const isProgram = known === undefined || known.type === "pulumi:pulumi:Stack";
    const failure = isProgram ? { resource: "program", messages: [] } : known;
    add(isProgram ? "" : urn, failure, clean(diagnosticEvent.message));
  }
  return causesFirst([...failed.values()]);
}

/** Messages that the engine adds to every failed run and that carry no information. */
const consequence =
  /^(update|preview|destroy) (failed|canceled)$|^resource (registration|monitor) (has )?(failed|shut)|Resource monitor has terminated|^One or more errors occurred/i;

/** Puts resources before the program, whose error often only repeats theirs. */
function causesFirst(failures: readonly Failure[]): readonly Failure[] {
  const telling = failures
    .map((failure) => ({
      ...failure,
      messages: failure.messages.filter((message) => !consequence.test(message)),
    }))
    .filter(({ urn, messages }) => urn !== undefined || messages.length > 0);
  return [
    ...telling.filter(({ urn }) => urn !== undefined),
    ...telling.filter(({ urn }) => urn === undefined),
  ];
}

/** Describes an error that the program threw: its message, and the first line of our own code in its stack. */
export function programFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { resource: "program", messages: [String(error)] };
  const at = (error.stack ?? "")
    .split("\n")
    .map((line) => /^\s+at .*?((?:file:)?\/[^()]+:\d+:\d+)\)?$/.exec(line)?.[1])
    .find((place) => place !== undefined && !place.includes("/node_modules/"))
    ?.replace(/^file:\/\//, "")
    .replace(/\?run=\d+/, "");
  return {
    resource: "program",
    messages: [`${error.name}: ${error.message}`, ...(at === undefined ? [] : [`at ${at}`])],
  };
}

/** Removes the engine's colour tags, the URN that the message repeats, and stack frames. */
function clean(message: string): string {
  return message
    .replaceAll(/<\{%[^%]*%\}>/g, "")
    .replaceAll(/resource "urn:pulumi:[^"]+"/g, "it")
    .replaceAll("\t* ", "- ")
    .split("\n")
    .filter((line) => !/^\d+ errors? occurred:$/.test(line.trim()))
    .filter((line) => !/^\s+at .*(node:|node_modules|\.[jt]s:\d+)/.test(line))
    .join("\n")
    .trim();
}

/** Name and namespace of a Kubernetes object, or of a Helm release, which has them outside `metadata`. */
function objectOf(inputs: unknown): Failure["object"] {
  if (typeof inputs !== "object" || inputs === null) return undefined;
  const place = "metadata" in inputs ? inputs.metadata : inputs;
  if (typeof place !== "object" || place === null || !("name" in place)) return undefined;
  const namespace = "namespace" in place ? place.namespace : undefined;
  if (typeof place.name !== "string") return undefined;
  return { name: place.name, namespace: typeof namespace === "string" ? namespace : "" };
}

/**
 * The text for the terminal: each failed resource with its messages and the findings in the cluster, then the log's path.
 * @param findings lines by URN, from `diagnose`
 */
export function failureText(
  failures: readonly Failure[],
  findings: ReadonlyMap<string, readonly string[]>,
  log: string,
): string {
  const blocks = failures.map(({ urn, resource, type, messages }) => {
    const head = type === undefined ? resource : `${resource} (${type})`;
    const body = messages.flatMap((message) => message.split("\n")).map((line) => `    ${line}`);
    const found = (urn === undefined ? [] : (findings.get(urn) ?? [])).map((line) => `    ${line}`);
    return [
      `failed: ${head}`,
      ...body,
      ...(found.length > 0 ? ["  in the cluster:", ...found] : []),
    ];
  });
  return [...blocks.flat(), `full log: ${log}`].join("\n");
}
