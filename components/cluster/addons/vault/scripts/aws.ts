import { createHash, createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Call, fieldsOf, send, text } from "./http.ts";

/** Temporary credentials of a role. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * The credentials of EKS Pod Identity.
 * @throws Error if the pod started before its association
 */
export async function credentials(environment = process.env): Promise<Credentials> {
  const url = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"];
  const file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"];
  if (url === undefined || file === undefined)
    throw new Error("This pod has no credentials, because it started before its association");
  const authorization = (await readFile(file, "utf8")).trim();
  const { status, body } = await send({ method: "GET", url, headers: { authorization } });
  const { AccessKeyId: id, SecretAccessKey: secret, Token: token } = fieldsOf(body);
  if (status !== 200 || typeof id !== "string" || typeof secret !== "string")
    throw new Error(`The agent of Pod Identity has no credentials: HTTP ${status}`);
  return { accessKeyId: id, secretAccessKey: secret, sessionToken: text(token) };
}

/**
 * Signs a request by version 4 of AWS's signatures. The image has no SDK, and two services with one request each do not need one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param call its URL has no query, and its path no character that is escaped
 */
export function signed(
  call: Call,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  { region, service }: { readonly region: string; readonly service: string },
  now = new Date(),
): Call {
  const { host, pathname } = new URL(call.url);
  const time = now.toISOString().replaceAll(/[:-]|\.\d+/g, "");
  const payload = hash(call.body ?? "");
  const headers: Readonly<Record<string, string>> = {
    ...call.headers,
    host,
    "x-amz-content-sha256": payload,
    "x-amz-date": time,
    "x-amz-security-token": sessionToken,
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    call.method,
    pathname,
    "",
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    names.join(";"),
    payload,
  ].join("\n");
  const scope = [time.slice(0, 8), region, service, "aws4_request"];
  const toSign = ["AWS4-HMAC-SHA256", time, scope.join("/"), hash(canonical)].join("\n");
  const start: string | Buffer = `AWS4${secretAccessKey}`;
  const key = scope.reduce((secret: string | Buffer, part) => hmac(secret, part), start);
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join("/")}, ` +
    `SignedHeaders=${names.join(";")}, Signature=${hmac(key, toSign).toString("hex")}`;
  return { ...call, headers: { ...headers, authorization } };
}

const hash = (content: string | Buffer): string =>
  createHash("sha256").update(content).digest("hex");

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();
