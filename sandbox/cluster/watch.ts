import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "./api.ts";
import type { Api, ApiObject, List } from "./api.ts";

interface Event<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: T;
}

/** The objects of one kind as they are now. */
export interface Watched<T> {
  /** Empty until the first list came. */
  readonly items: ReadonlyMap<string, T>;
  /** True once the first list came. */
  readonly synced: boolean;
}

const keyOf = ({ metadata }: ApiObject): string => `${metadata.namespace ?? ""}/${metadata.name}`;

/**
 * Keeps the objects of one kind in memory: list, then watch, and again when the stream ends, when the API server is
 * away, or when the kind is not served yet. It never returns.
 * @param api asked for before each try: a restarted API server may have another port
 * @param path of the kind, also with a selector
 * @param changed called after every change, with the object that was added or changed
 */
export function watch<T extends ApiObject>(
  api: () => Api,
  path: string,
  changed: (object?: T) => void,
  log: (line: string) => void,
): Watched<T> {
  const items = new Map<string, T>();
  const state = { items, synced: false };

  const round = async (): Promise<void> => {
    const list = await api().get<List<T>>(path);
    items.clear();
    for (const item of list.items) items.set(keyOf(item), item);
    state.synced = true;
    if (list.items.length === 0) changed();
    for (const item of list.items) changed(item);
    const version = list.metadata.resourceVersion;
    const stream = await api().stream(
      `${path}${path.includes("?") ? "&" : "?"}watch=1&resourceVersion=${version}&timeoutSeconds=300`,
    );
    for await (const line of linesOf(stream)) {
      const event: Event<T> = JSON.parse(line);
      if (event.type === "ERROR") return; // the version is too old: list again
      if (event.type === "BOOKMARK") continue;
      if (event.type === "DELETED") items.delete(keyOf(event.object));
      else items.set(keyOf(event.object), event.object);
      changed(event.type === "DELETED" ? undefined : event.object);
    }
  };

  let last = "";
  const forever = async (): Promise<never> => {
    for (;;) {
      try {
        await round();
        last = "";
      } catch (error) {
        const message = reasonOf(error, path);
        if (message !== last) log(message);
        last = message;
        await delay(250);
      }
    }
  };
  void forever();
  return state;
}

function reasonOf(error: unknown, path: string): string {
  const early = error instanceof ApiError && [404, 429].includes(error.status);
  if (early) return `${path} is not served yet`;
  return error instanceof Error ? error.message : String(error);
}

/** node:readline would not pass on the error of a connection that breaks, which then ends the process. */
async function* linesOf(stream: Readable): AsyncGenerator<string> {
  stream.setEncoding("utf8");
  let rest = "";
  for await (const part of stream) {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
