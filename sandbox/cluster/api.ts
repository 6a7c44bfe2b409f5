import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Layout } from "./layout.ts";

/** Fields that all Kubernetes objects have. */
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

/** An error response of the API server, with its HTTP status. */
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
 * A client for the sandbox's API server. `@kubernetes/client-node` loads 800 models, which takes 1.2 s and 200 MB: too much
 * for the check of a running cluster, which may take a second, and for the long-lived controllers.
 */
export interface Api {
  readonly server: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, kind: Patch, body: unknown): Promise<T>;
  remove(path: string, body?: unknown): Promise<void>;
  /** Opens a stream without a timeout, for watches. */
  stream(path: string): Promise<IncomingMessage>;
  close(): void;
}

/** Field manager of all objects that the sandbox applies. */
const manager = "fieldManager=hanok-sandbox&force=true";

/** Connects to the API server on a local port with the administrator's certificate from kwokctl. */
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
        call.destroy(new Error(`${method} ${path}: no response within ${timeoutSeconds} s`)),
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

/** Returns a rejection handler that ignores the given HTTP statuses. */
export const ignore =
  (...statuses: readonly number[]) =>
  (error: unknown): undefined => {
    if (error instanceof ApiError && statuses.includes(error.status)) return undefined;
    throw error;
  };

/** Whether the API server is up and all its post-start hooks have completed. */
export async function isReady(api: Api): Promise<boolean> {
  try {
    const response = await api.stream("/readyz");
    response.resume();
    return true;
  } catch {
    return false;
  }
}
