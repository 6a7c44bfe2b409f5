import { request as plain } from "node:http";
import { request as encrypted } from "node:https";

/** A request, and the certificate authorities that its server's certificate is checked against. */
export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** PEM. @default the public ones */
  readonly ca?: string | undefined;
  /** @default 30 seconds */
  readonly timeoutSeconds?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** Sends one request. `fetch` cannot be given a certificate authority. @throws Error if no answer arrives */
export function send({
  method,
  url,
  headers,
  body,
  ca,
  timeoutSeconds = 30,
}: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const to = new URL(url);
    const start = to.protocol === "https:" ? encrypted : plain;
    const sent = body === undefined ? {} : { "content-length": `${Buffer.byteLength(body)}` };
    const options = {
      method,
      headers: { ...sent, ...headers },
      ...(ca === undefined ? {} : { ca }),
    };
    const request = start(to, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, headers, body: Buffer.concat(chunks) });
      });
    });
    request.setTimeout(timeoutSeconds * 1000, () =>
      request.destroy(new Error(`${to.host} did not answer in ${timeoutSeconds} s`)),
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** The fields of a JSON object; empty if the text is another thing. */
export function fieldsOf(json: Buffer | string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(json.toString()));
  } catch {
    return {};
  }
}

/** The fields of an object; empty if the value is another thing. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** A text; empty if the value is another thing. */
export const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The texts in a list. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));
