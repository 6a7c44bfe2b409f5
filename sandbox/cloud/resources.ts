import type { CloudRecord, Properties } from "./model.ts";
import { Refusal } from "./refusal.ts";
import { isGlobal, typeOf } from "./registry.ts";
import { type Fate, FaultInjector, type Operation } from "./fault-injector.ts";
import { Account } from "./resource/account.ts";
import { create, update } from "./resource/create.ts";
import { read, type Reading } from "./resource/read.ts";
import { remove } from "./resource/remove.ts";
import { uuid } from "./resource/template.ts";
import { apiNames } from "./facts/api.ts";
import { refusalText } from "./resource/words.ts";
import { digitsOf, type Result, type Work } from "./resource/work.ts";
import { hashKey, Store } from "./store/store.ts";
import { text } from "./values.ts";

/** Options of a cloud. */
export interface CloudOptions {
  /** `.sandbox/cloud`, an absolute path. */
  readonly home: string;
  readonly account: string;
  readonly region: string;
  readonly faults?: FaultInjector;
  /** Called after a record is written, if the process must die before it answers. */
  readonly die?: () => void;
  /** Receives throttled calls. */
  readonly report?: (line: string) => void;
}

/** One resource by the engine's name. */
export interface Target {
  readonly urn: string;
  readonly type: string;
  readonly secrets?: ReadonlySet<string>;
}

/** A created or changed resource that did not finish. */
export class Unfinished extends Error {
  readonly result: Result;

  constructor(message: string, result: Result) {
    super(message);
    this.result = result;
  }
}

/** All operations on the resources of one account, one at a time over all processes. Refusals have the provider's form. */
export class Resources {
  readonly store: Store;
  private readonly options: CloudOptions;
  private readonly faults: FaultInjector;
  private readonly key: string;

  constructor(options: CloudOptions) {
    this.options = options;
    this.store = new Store(options.home, options.account);
    this.faults = options.faults ?? new FaultInjector(undefined);
    this.key = hashKey(options.home);
  }

  /**
   * The account as resources of a region see it.
   * @default the provider's region
   */
  account(region = this.options.region): Account {
    return new Account(this.store, { account: this.options.account, region }, isGlobal);
  }

  create(target: Target, inputs: Properties): Result {
    const work = this.work(target, inputs);
    const made = this.step(work, "create", undefined, () =>
      create(work, inputs, target.secrets ?? new Set()),
    );
    if (made.fate.kind === "die-after") this.options.die?.();
    if (made.fate.kind === "timeout")
      throw new Unfinished(timeoutText(work, made.result.id), made.result);
    this.await(work, made.result, "create");
    return made.result;
  }

  update(target: Target, id: string, inputs: Properties, state: Properties): Result {
    const work = this.work(target, state);
    const { result, fate } = this.step(work, "update", id, () => {
      const before = work.cloud.find(work.type.row.type, id);
      if (before === undefined) throw new Refusal(`NotFound: ${id} does not exist`);
      return update(work, before, inputs, state, target.secrets ?? new Set());
    });
    if (fate.kind === "die-after") this.options.die?.();
    if (fate.kind === "timeout") throw new Unfinished(timeoutText(work, id), result);
    this.await(work, result, "update");
    return result;
  }

  /** Undefined if the resource does not exist. */
  read(target: Target, id: string, state: Properties, oldInputs?: Properties): Reading | undefined {
    const work = this.work(target, state);
    return this.step(work, "read", id, () => {
      const record = this.find(work, id);
      return record === undefined ? undefined : read(work, record, state, oldInputs);
    }).result;
  }

  /** A resource that does not exist counts as deleted. */
  delete(target: Target, id: string, state: Properties): void {
    const work = this.work(target, state);
    this.step(work, "delete", id, () => {
      const record = this.find(work, id);
      if (record !== undefined) remove(work, record);
    });
  }

  /** The provider waits until the resource is ready. */
  private await(work: Work, result: Result, step: "create" | "update"): void {
    const { cloud, type } = work;
    const lacking = this.store.alone(() => {
      const record = this.find(work, result.id);
      return record && type.row.behaviour?.unfinished?.(record, cloud);
    });
    if (lacking === undefined) return;
    const noun = apiNames(type.row.type).noun;
    throw new Unfinished(`waiting for ${noun} (${result.id}) ${step}: ${lacking}`, result);
  }

  private find({ cloud, type }: Work, id: string): CloudRecord | undefined {
    return cloud.find(type.row.type, id);
  }

  private work({ urn, type }: Target, properties: Properties): Work {
    const cloud = this.account(text(properties, "region"));
    return { cloud, type: typeOf(type), urn, key: this.key };
  }

  private step<T>(
    work: Work,
    operation: Operation,
    id: string | undefined,
    act: () => T,
  ): { readonly result: T; readonly fate: Fate } {
    const { type, urn } = work;
    const fate = this.faults.next(type.row.type, operation);
    if (fate.throttled > 0 && fate.kind !== "throttled")
      this.options.report?.(
        `${type.row.type} ${operation}: throttled ${fate.throttled} times, and granted`,
      );
    try {
      if (fate.kind === "error")
        throw new Refusal("InternalError: An internal error has occurred (asked for by FAULT)");
      if (fate.kind === "throttled")
        throw new Refusal(
          `Throttling: Rate exceeded (${fate.throttled} times, asked for by FAULT)`,
        );
      return { result: this.store.alone(act), fate };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const step = operation === "read" ? "update" : operation;
      const request = uuid(digitsOf(urn)(error.code));
      throw new Error(refusalText(type.row.type, step, error, id, request), { cause: error });
    }
  }
}

function timeoutText({ type }: Work, id: string): string {
  return (
    `waiting for ${apiNames(type.row.type).noun} (${id}): timeout while waiting for state to become 'available' ` +
    "(last state: 'pending', asked for by FAULT)"
  );
}
