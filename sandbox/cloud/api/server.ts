import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { NotSimulated, Refusal } from "../refusal.ts";
import { Account } from "../resource/account.ts";
import { Store } from "../store/store.ts";
import { admitCaller, callerOf } from "./caller.ts";
import type { Answer, Call } from "./model.ts";
import { readRequest, type Request } from "./request.ts";
import { services } from "./services.ts";
import { ec2Answer, ec2Error, queryAnswer, queryError } from "./xml.ts";

/** Options of the server. */
export interface ApiOptions {
  /** `.sandbox/cloud`, an absolute path. */
  readonly home: string;
  readonly account: string;
  /** Default region for services without one (IAM, prices). */
  readonly region: string;
  /** Receives one line for each refused request. */
  readonly report: (line: string) => void;
}

export interface RunningApi {
  /** `http://127.0.0.1:<port>`, for AWS_ENDPOINT_URL. */
  readonly url: string;
  readonly close: () => void;
}

/**
 * Serves AWS's protocols on the records of the simulated cloud, for programs that call AWS themselves. It answers only operations in
 * `services.ts`; others are errors that say so.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const store = new Store(options.home, options.account);
  const server = createServer((request, response) => {
    answer(request, response, store, options).catch((error: unknown) => {
      options.report(String(error));
      response.destroy();
    });
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    // any free port, because clients receive the address
    server.listen(0, "127.0.0.1", resolve);
  });

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  store: Store,
  options: ApiOptions,
): Promise<void> {
  incoming.setEncoding("utf8");
  let body = "";
  for await (const part of incoming) body += part;
  const request = readRequest(incoming, body);
  const id = randomBytes(16).toString("hex");
  try {
    const result = await perform(request, store, options);
    write(response, 200, request, success(request, result, id));
  } catch (error) {
    const refusal =
      error instanceof Refusal
        ? error
        : new Refusal(
            `${error instanceof NotSimulated ? "NotSimulated" : "InternalFailure"}: ${error instanceof Error ? error.message : String(error)}`,
          );
    // a missing resource and a successful dry run are ordinary answers
    if (!/NotFound|NoSuchEntity|DryRun|DoesNotExist/.test(refusal.code))
      options.report(
        `${request.service} ${request.action}: ${refusal.code}: ${refusal.message}` +
          (error instanceof Refusal || error instanceof NotSimulated
            ? ""
            : `\n${String(error instanceof Error ? error.stack : error)}`),
      );
    write(response, statusOf(refusal), request, failure(request, refusal, id));
  }
}

const statusOf = ({ code }: Refusal): number => {
  if (code === "DryRunOperation") return 412;
  if (/^(UnauthorizedOperation|AccessDenied|AuthFailure$|UnrecognizedClient)/.test(code))
    return 403;
  return /^(NoSuchEntity|ResourceNotFoundException)$/.test(code) ? 404 : 400;
};

async function perform(request: Request, store: Store, options: ApiOptions): Promise<Answer> {
  const { service, action, input, key } = request;
  const known = Object.hasOwn(services, service) ? services[service] : undefined;
  const row = known && Object.hasOwn(known.actions, action) ? known.actions[action] : undefined;
  if (row === undefined)
    throw new NotSimulated(
      `${service} ${action} is not simulated; a row of it in sandbox/cloud/api/services.ts makes it so`,
    );
  const strange = Object.keys(input).filter((name) => !row.takes.includes(name));
  if (strange.length > 0)
    throw new NotSimulated(`${service} ${action} is not simulated with ${strange.join(", ")}`);
  const region = request.region === "" || isGlobal(service) ? options.region : request.region;
  const account = new Account(store, { account: options.account, region }, (type) =>
    type.startsWith("aws:iam/"),
  );
  return store.alone(() => {
    const caller = callerOf(key, account);
    admitCaller(caller, service, action, account);
    const call: Call = {
      input,
      cloud: account,
      now: new Date(),
      may: caller.may,
      digits: () => createHash("sha256").update(randomBytes(32)).digest("hex").slice(0, 32),
    };
    return row.act(call);
  });
}

const isGlobal = (service: string): boolean => service === "iam" || service === "pricing";

function success({ service, action }: Request, result: Answer, id: string): string {
  const protocol = services[service]?.protocol;
  if (protocol === "ec2") return ec2Answer(action, result, id);
  return protocol === "query" ? queryAnswer(action, result, id) : JSON.stringify(result);
}

function failure({ service }: Request, { code, message }: Refusal, id: string): string {
  const protocol = services[service]?.protocol;
  if (protocol === "ec2") return ec2Error(code, message, id);
  if (protocol === "query") return queryError(code, message, id);
  return JSON.stringify({ __type: code, message });
}

function write(response: ServerResponse, status: number, request: Request, text: string): void {
  const protocol = services[request.service]?.protocol;
  const isXml = protocol === "ec2" || protocol === "query";
  const code = /"__type":"(\w+)/.exec(text)?.[1];
  response.writeHead(status, {
    "Content-Type": isXml ? "text/xml;charset=UTF-8" : request.contentType,
    ...(code !== undefined && !isXml && { "x-amzn-ErrorType": code }),
  });
  response.end(text);
}
