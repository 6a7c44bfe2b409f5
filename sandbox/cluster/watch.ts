import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "./api.ts";
import type { Api, ApiObject, List } from "./api.ts";

interface Event<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: T;
}

/** The current objects of one kind. */
export interface Watched<T> {
  /** Empty until the first list. */
  readonly items: ReadonlyMap<string, T>;
  /** Whether the first list has arrived. */
  readonly synced: boolean;
}

const keyOf = ({ metadata }: ApiObject): string => `${metadata.namespace ?? ""}/${metadata.name}`;

/**
 * Keeps the objects of one kind in memory. It lists and watches, and starts over when the stream ends, the API server is
 * down or the kind is not served yet.
 * @param api called before each attempt, because a restarted API server may have another port
 * @param path path of the kind, optionally with a selector
 * @param changed called after every change, with the added or updated object
 * @param signal no new try follows once it is aborted @default never
 */
export function watch<T extends ApiObject>(
  api: () => Api,
  path: string,
  changed: (object?: T) => void,
  log: (line: string) => void,
  signal?: AbortSignal,
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
      if (event.type === "ERROR") return; // the resource version is too old: list again
      if (event.type === "BOOKMARK") continue;
      if (event.type === "DELETED") items.delete(keyOf(event.object));
      else items.set(keyOf(event.object), event.object);
      changed(event.type === "DELETED" ? undefined : event.object);
    }
  };

  let last = "";
  const repeat = async (): Promise<void> => {
    while (signal?.aborted !== true) {
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
  void repeat();
  return state;
}

function reasonOf(error: unknown, path: string): string {
  const early = error instanceof ApiError && [404, 429].includes(error.status);
  if (early) return `${path} is not served yet`;
  return error instanceof Error ? error.message : String(error);
}

/** Unlike node:readline, it reports a broken connection as an error instead of ending the process. */
async function* linesOf(stream: Readable): AsyncGenerator<string> {
  stream.setEncoding("utf8");
  let rest = "";
  for await (const part of stream) {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
