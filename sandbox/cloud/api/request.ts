import type { IncomingMessage } from "node:http";
import type { Properties } from "../model.ts";
import { isObject } from "../values.ts";
import { readQuery } from "./query.ts";

/** A parsed request. */
export interface Request {
  /** Service of the signature: `ec2`, `iam`, `eks`, … */
  readonly service: string;
  readonly region: string;
  /** The access key, which is the name of the calling role. */
  readonly key: string;
  readonly action: string;
  readonly input: Properties;
  readonly contentType: string;
}

/** The signature's scope names the caller and the service. The signature itself is not verified, because there is no secret. */
const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

/** REST operations by method and path. The groups of the path are the parameters. */
const rest: readonly { readonly line: RegExp; readonly action: string }[] = [
  { line: /^GET \/clusters\/(?<name>[^/?]+)$/, action: "DescribeCluster" },
  { line: /^GET \/managedresources\/(?<resourceIdentifier>[^?]+)$/, action: "GetManagedResource" },
];

export function readRequest(
  { headers, method = "", url = "" }: Pick<IncomingMessage, "headers" | "method" | "url">,
  body: string,
): Request {
  const [, key = "", region = "", service = ""] = scope.exec(headers.authorization ?? "") ?? [];
  const contentType = headers["content-type"] ?? "application/json";
  const common = { key, service, region, contentType };
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const parsed: unknown = JSON.parse(body === "" ? "{}" : body);
    const action = target.slice(target.indexOf(".") + 1);
    return { ...common, action, input: isObject(parsed) ? parsed : {} };
  }
  if (common.contentType.startsWith("application/x-www-form-urlencoded")) {
    const { Action: action, Version: _, ...input } = readQuery(body);
    return { ...common, action: typeof action === "string" ? action : "", input };
  }
  const line = `${method} ${url}`;
  for (const { line: form, action } of rest) {
    const groups = form.exec(line)?.groups;
    if (groups === undefined) continue;
    const entries = Object.entries(groups).map(([key, value]) => [key, decodeURIComponent(value)]);
    return {
      ...common,
      action,
      input: Object.fromEntries(entries),
      contentType: "application/json",
    };
  }
  return { ...common, action: line, input: {} };
}
