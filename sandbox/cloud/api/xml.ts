import type { Answer } from "./model.ts";

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/**
 * One element. Undefined properties are omitted.
 * @param item element name of a list's members
 */
function element(name: string, value: unknown, item: string): string {
  if (value === undefined) return "";
  return `<${name}>${content(value, item)}</${name}>`;
}

function content(value: unknown, item: string): string {
  if (Array.isArray(value)) return value.map((one: unknown) => element(item, one, item)).join("");
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([name, inner]) => element(name, inner, item))
      .join("");
  return escaped(String(value));
}

/** An answer of EC2. */
export const ec2Answer = (action: string, answer: Answer, request: string): string =>
  `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
  content({ requestId: request, ...answer }, "item") +
  `</${action}Response>`;

export const ec2Error = (code: string, message: string, request: string): string =>
  `<Response><Errors>${element("Error", { Code: code, Message: message }, "item")}</Errors>` +
  `${element("RequestID", request, "item")}</Response>`;

/** An answer of IAM, which nests its result. */
export const queryAnswer = (action: string, answer: Answer, request: string): string =>
  `<${action}Response>` +
  element(`${action}Result`, answer, "member") +
  element("ResponseMetadata", { RequestId: request }, "member") +
  `</${action}Response>`;

export const queryError = (code: string, message: string, request: string): string =>
  `<ErrorResponse>${element("Error", { Type: "Sender", Code: code, Message: message }, "member")}` +
  `${element("RequestId", request, "member")}</ErrorResponse>`;
