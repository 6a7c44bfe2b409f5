import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Layout } from "./layout.ts";

/** The part of an object that all kinds have. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly resourceVersion?: string;
    readonly uid?: string;
    readonly deletionTimestamp?: string;
    readonly generation?: number;
  };
}

/** An answer of the API server other than success. `status` is the HTTP status. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface List<T> {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly T[];
}

export type Patch = "apply" | "merge";

const contentTypes: Readonly<Record<Patch, string>> = {
  apply: "application/apply-patch+yaml",
  merge: "application/merge-patch+json",
};

/**
 * Calls to the sandbox's API server. Forty lines in place of @kubernetes/client-node, whose 800 models take 1.2 s to
 * load and hold 200 MB: a check of a running cluster has one second, and the controllers live as long as the sandbox.
 */
export interface Api {
  readonly server: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, kind: Patch, body: unknown): Promise<T>;
  remove(path: string, body?: unknown): Promise<void>;
  /** Opens a stream, for watches. It has no time-out. */
  stream(path: string): Promise<IncomingMessage>;
  close(): void;
}

/** Field manager of everything that the sandbox applies. */
const manager = "fieldManager=hanok-sandbox&force=true";

/** The API server on a port of this machine, with the administrator's certificate that kwokctl made. */
export function connect(layout: Layout, port: number, timeoutSeconds = 30): Api {
  const key = (name: string): Buffer => readFileSync(join(layout.pki, name));
  const tls = { ca: key("ca.crt"), cert: key("admin.crt"), key: key("admin.key") };
  const agent = new Agent({ ...tls, keepAlive: true });

  const open = (
    method: string,
    path: string,
    body?: string,
    type?: string,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": type ?? "application/json" }),
      };
      const call = request({ host: "127.0.0.1", port, agent, method, path, headers }, resolve);
      call.setTimeout(timeoutSeconds * 1000, () =>
        call.destroy(new Error(`no answer to ${method} ${path} within ${timeoutSeconds} s`)),
      );
      call.once("error", reject);
      call.end(body);
    });

  const send = async <T>(
    method: string,
    path: string,
    body?: unknown,
    type?: string,
  ): Promise<T> => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return JSON.parse(await textOf(await open(method, path, text, type), `${method} ${path}`));
  };

  return {
    server: `https://127.0.0.1:${port}`,
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    patch: (path, kind, body) =>
      send("PATCH", kind === "apply" ? `${path}?${manager}` : path, body, contentTypes[kind]),
    remove: async (path, body) => {
      await send("DELETE", path, body).catch(ignore(404));
    },
    stream: async (path) => {
      const response = await open("GET", path);
      if (response.statusCode !== 200) await textOf(response, `GET ${path}`);
      response.socket.setTimeout(0);
      return response;
    },
    close: () => agent.destroy(),
  };
}

async function textOf(response: IncomingMessage, what: string): Promise<string> {
  response.setEncoding("utf8");
  let text = "";
  for await (const part of response) text += part;
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299)
    throw new ApiError(status, `${what}: ${status} ${messageOf(text)}`);
  return text;
}

function messageOf(text: string): string {
  try {
    const body: { readonly message?: string } = JSON.parse(text);
    return body.message ?? text;
  } catch {
    return text;
  }
}

/** A handler of rejections that lets the given HTTP statuses pass. */
export const ignore =
  (...statuses: readonly number[]) =>
  (error: unknown): undefined => {
    if (error instanceof ApiError && statuses.includes(error.status)) return undefined;
    throw error;
  };

/** Whether the API server is up and all its post-start hooks have run. */
export async function isReady(api: Api): Promise<boolean> {
  try {
    const response = await api.stream("/readyz");
    response.resume();
    return true;
  } catch {
    return false;
  }
}
