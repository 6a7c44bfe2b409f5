import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, OutputMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { type PolicyPack, policyOptions } from "./analyzer.ts";
import { startDisplay, widthOf } from "./display.ts";
import { collectFailures, type Failure, programFailure } from "./failures.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { openLog } from "./logs.ts";
import type { Opened } from "./open.ts";
import { shortName } from "./pending.ts";
import type { Paths } from "./paths.ts";
import { advance, noProgress, progressLine } from "./progress.ts";
import { readState } from "./state.ts";
import type { Changes } from "./summary.ts";
import { destroyTuning } from "./tuning.ts";
import { unprotect } from "./unprotect.ts";
import { policyResult, type PolicyResult } from "./policy-result.ts";
import { watchRun } from "./watch.ts";

export type Operation = "preview" | "up" | "refresh" | "destroy";

/** Result of a run. */
export interface RunResult {
  readonly ok: boolean;
  /** Whether the user stopped it. */
  readonly cancelled: boolean;
  /** Number of resources by operation, or by planned operation. Includes the stack and its providers, as Pulumi does. */
  readonly changes: Changes;
  /** The stack's outputs after `up`; secret values read `[secret]`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  readonly failures: readonly Failure[];
  /** The policies' result; undefined if there is no violation. */
  readonly policyResult: PolicyResult | undefined;
  /** The message of a `ValidationError`, for invalid settings; shown without changes. */
  readonly validationError: string | undefined;
  /** Path of the full log. */
  readonly log: string;
}

interface RunOptions extends Opened {
  readonly paths: Paths;
  readonly report: (line: string) => void;
  readonly policy?: PolicyPack | undefined;
}

/** Runs one operation and shows its progress. It returns the operation's failures instead of throwing. */
export async function runOperation(
  operation: Operation,
  { stack, thrown, paths, report, policy }: RunOptions,
): Promise<RunResult> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  const log = openLog(paths.logs, operation);
  const display = startDisplay(process.stdout, report);
  const interruption = listenForInterrupt(display.print);
  const watch = watchRun(paths, interruption.signal, display.print);
  const { project } = await stack.workspace
    .projectSettings()
    .then(({ name }) => ({ project: name }));
  const expected = readState(paths, project, stack.name).resources?.length ?? 0;
  const events: EngineEvent[] = [];
  let progress = noProgress;
  const onEvent = (event: EngineEvent) => {
    if (isDebug(event)) return;
    events.push(event);
    progress = advance(progress, event, performance.now());
    const warning = warningOf(event);
    if (warning !== undefined) display.print(warning);
  };
  const onOutput = (text: string) => {
    log.write(text);
    interruption.heard(text);
  };
  display.update(() =>
    progressLine(progress, {
      verb: operation,
      expected,
      seconds: seconds(),
      width: widthOf(process.stdout),
    }),
  );
  // A destroy writes the state only at its end (tuning.ts). If it is killed, the state still lists deleted resources,
  // so the next run refreshes first: Helm cannot uninstall a missing release.
  const unfinishedDestroy = join(paths.state, `destroying-${stack.name}`);
  const refresh = existsSync(unfinishedDestroy);
  if (refresh) report("an earlier destroy was interrupted; refreshing the state first");
  const common = { onEvent, onOutput, onError: onOutput, signal: watch.signal, refresh };
  const guarded = { ...common, ...policyOptions(policy) };
  let outputs: OutputMap = {};
  let failed: unknown;
  try {
    if (operation === "destroy") {
      const kept = await unprotect(stack, paths, project);
      if (kept > 0)
        report(`${kept} resources are protected (data: keep); the sandbox deletes them`);
      writeFileSync(unfinishedDestroy, "");
    }
    outputs = await perform(operation, stack, operation === "destroy" ? common : guarded);
    if (operation !== "preview") rmSync(unfinishedDestroy, { force: true });
  } catch (error) {
    failed = error;
    // an engine error only repeats the output, but a program error has a stack
    const cause = thrown() ?? (events.length === 0 ? error : undefined);
    if (cause instanceof Error) log.write(`\n${cause.stack ?? cause.message}\n`);
  } finally {
    display.stop();
    interruption.close();
    watch.close();
  }
  const cancelled = interruption.requested;
  const policies = policyResult(events, operation, policy);
  const found = failed === undefined ? [] : failuresOf(events, thrown(), failed, cancelled);
  const reason = watch.reason();
  const failures =
    reason === undefined ? found : [{ resource: "run", messages: [reason] }, ...found];
  return {
    ok: failed === undefined && policies?.stops !== true,
    cancelled,
    changes: changesOf(events),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([key, { value, secret }]) => [key, secret ? "[secret]" : value]),
    ),
    seconds: seconds(),
    failures,
    policyResult: policies,
    validationError: failed === undefined ? undefined : validationErrorOf(thrown()),
    log: log.path,
  };
}

type Common = Parameters<Stack["up"]>[0];

async function perform(operation: Operation, stack: Stack, common: Common): Promise<OutputMap> {
  switch (operation) {
    case "preview":
      await stack.preview(common);
      return {};
    case "up":
      return (await stack.up(common)).outputs;
    case "refresh": {
      // policies do not apply to a refresh
      const { onEvent, onOutput, onError, signal } = common ?? {};
      await stack.refresh({ onEvent, onOutput, onError, signal });
      return {};
    }
    case "destroy":
      stack.workspace.envVars = { ...stack.workspace.envVars, ...destroyTuning };
      await stack.destroy(common);
      await stack.workspace.removeStack(stack.name);
      return {};
  }
}

/** At this level the engine reports every step of the program, with its arguments. */
function isDebug({ diagnosticEvent }: EngineEvent): boolean {
  return String(diagnosticEvent?.severity) === "debug";
}

/** Plugins come from the PATH on purpose in the sandbox. */
const expectedWarning =
  /from \$?PATH|resource plugin .* is expected to have version|pending operation/i;

function warningOf({ diagnosticEvent }: EngineEvent): string | undefined {
  if (diagnosticEvent?.severity !== "warning" || diagnosticEvent.ephemeral === true)
    return undefined;
  const message = diagnosticEvent.message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
  if (message === "" || expectedWarning.test(message)) return undefined;
  const of = diagnosticEvent.urn;
  return `warning: ${of === undefined || of === "" ? "" : `${shortName(of)}: `}${message}`;
}

function validationErrorOf(error: unknown): string | undefined {
  return error instanceof Error && error.name === "ValidationError" ? error.message : undefined;
}

function failuresOf(
  events: readonly EngineEvent[],
  thrown: unknown,
  failed: unknown,
  cancelled: boolean,
): readonly Failure[] {
  const failures = collectFailures(events);
  const ofProgram = thrown === undefined ? undefined : programFailure(thrown);
  const ofResources = failures.filter(({ urn }) => urn !== undefined);
  if (ofProgram !== undefined) return [...ofResources, ofProgram];
  const isStopped = events.some(({ policyEvent }) => policyEvent?.enforcementLevel === "mandatory");
  if (failures.length > 0 || cancelled || isStopped) return failures;
  // without any event, the command's own error is all there is
  const message = failed instanceof Error ? failed.message : String(failed);
  const said = /stderr: ([\s\S]*?)\n err/.exec(message)?.[1]?.trim();
  return [
    { resource: "Pulumi engine", messages: [said === undefined || said === "" ? message : said] },
  ];
}

/** The engine's own count, or the number of completed steps if the engine did not finish. */
function changesOf(events: readonly EngineEvent[]): Changes {
  const summary = events.findLast(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent;
  if (summary !== undefined) return { ...summary.resourceChanges };
  const counts: Record<string, number> = {};
  for (const { resOutputsEvent } of events) {
    const op = resOutputsEvent?.metadata.op;
    if (op !== undefined) counts[op] = (counts[op] ?? 0) + 1;
  }
  return counts;
}
