import { existsSync } from "node:fs";
import { Agent, request, type RequestOptions } from "node:https";
import { type Json, isList, isObject, textAt } from "./json.ts";
import type { ClusterAccess } from "./state.ts";

/** Read-only access to an API server. */
export interface Reader {
  readonly server: string;
  /** @returns undefined if the path does not exist (404) */
  get(path: string, accept?: string): Promise<Json | undefined>;
  /** Returns all items of a list, page by page. Undefined if the kind does not exist. */
  list(path: string, accept?: string): Promise<readonly Json[] | undefined>;
  close(): void;
}

/** Also reads plain text, such as metrics. */
export interface TextReader extends Reader {
  /** @returns undefined if the path does not exist (404) */
  text(path: string): Promise<string | undefined>;
}

/** A response other than success and 404. */
export class ReadError extends Error {
  override readonly name = "ReadError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Timeout of a request, in milliseconds. */
const timeout = 20_000;
/** Items per page of a list. */
const page = 500;

/**
 * Connects to the cluster of a provider in the state, with the credentials of its kubeconfig.
 * Credentials from a command, as on EKS, are supported.
 * @throws Error if the kubeconfig or its context does not exist
 */
export async function connect({ kubeconfig, context }: ClusterAccess): Promise<TextReader> {
  // the import takes half a second or more, during which the state is read
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (/^\s*\{|^\s*\w+:/m.test(kubeconfig)) config.loadFromString(kubeconfig);
  else if (existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
  else throw new Error(`the state names the kubeconfig ${kubeconfig}, which does not exist`);
  if (context !== undefined) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined)
    throw new Error(`the kubeconfig has no cluster for the context "${config.currentContext}"`);
  const credentials: RequestOptions = {};
  await config.applyToHTTPSOptions(credentials);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const text = (path: string, accept = "text/plain") =>
    send(new URL(server.replace(/\/$/, "") + path), { ...credentials, agent }, accept);
  const get = async (path: string, accept = "application/json") => {
    const answer = await text(path, accept);
    return answer === undefined ? undefined : (JSON.parse(answer) as Json);
  };
  return {
    server,
    get,
    text,
    list: async (path, accept) => {
      const items: Json[] = [];
      let next: string | undefined = "";
      while (next !== undefined) {
        const more: string = next === "" ? "" : `&continue=${encodeURIComponent(next)}`;
        const separator = path.includes("?") ? "&" : "?";
        const answer = await get(`${path}${separator}limit=${page}${more}`, accept);
        if (!isObject(answer)) return undefined;
        const found = answer["items"];
        if (isList(found)) items.push(...found);
        const token: string | undefined = textAt(answer, "metadata", "continue");
        next = token === "" ? undefined : token;
      }
      return items;
    },
    close: () => agent.destroy(),
  };
}

function send(url: URL, options: RequestOptions, accept: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { ...options.headers, Accept: accept, "User-Agent": "hanok-drift" };
    const call = request(url, { ...options, method: "GET", headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        const status = response.statusCode ?? 0;
        if (status === 404) return resolve(undefined);
        if (status !== 200)
          return reject(new ReadError(status, `GET ${url.pathname}: ${status} ${reason(text)}`));
        resolve(text);
      });
    });
    call.setTimeout(timeout, () => call.destroy(new Error(`${url.host} does not answer`)));
    call.on("error", reject);
    call.end();
  });
}

function reason(text: string): string {
  try {
    return textAt(JSON.parse(text) as Json, "message") ?? "";
  } catch {
    return text.slice(0, 200);
  }
}
