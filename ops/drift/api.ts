import { existsSync } from "node:fs";
import { Agent, request, type RequestOptions } from "node:https";
import { type Json, isList, isObject, textAt } from "./json.ts";
import type { ClusterAccess } from "./state.ts";

/** Reads from an API server, and has no way to write. */
export interface Reader {
  readonly server: string;
  /** @returns undefined when it is not there (404) */
  get(path: string, accept?: string): Promise<Json | undefined>;
  /** All items of a list, page by page; undefined when its kind is not there. */
  list(path: string, accept?: string): Promise<readonly Json[] | undefined>;
  close(): void;
}

/** Also reads what is no JSON, like metrics. */
export interface TextReader extends Reader {
  /** @returns undefined when it is not there (404) */
  text(path: string): Promise<string | undefined>;
}

/** An answer other than success and 404. */
export class ReadError extends Error {
  override readonly name = "ReadError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Milliseconds after which an API server that does not answer is given up. */
const patience = 20_000;
/** Items of one page of a list. */
const page = 500;

/**
 * Connects to the cluster that a provider in the state names, with the credentials of its kubeconfig (also those that a
 * command gives, as on EKS).
 * @throws Error when the kubeconfig or its context is not there
 */
export async function connect({ kubeconfig, context }: ClusterAccess): Promise<TextReader> {
  // half a second or more, during which the state is read
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (/^\s*\{|^\s*\w+:/m.test(kubeconfig)) config.loadFromString(kubeconfig);
  else if (existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
  else throw new Error(`the state names the kubeconfig ${kubeconfig}, which is not there`);
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
    call.setTimeout(patience, () => call.destroy(new Error(`${url.host} does not answer`)));
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
