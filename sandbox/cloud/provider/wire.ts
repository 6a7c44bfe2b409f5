import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties } from "../model.ts";
import { isObject } from "../values.ts";

/**
 * Markers of special values in Pulumi's protocol, see
 * @pulumi/pulumi/runtime/rpc.
 */
const signature = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** Decoded properties, with the names of those that contain a secret. */
export interface Received {
  readonly properties: Properties;
  readonly secrets: ReadonlySet<string>;
}

export function receive(message: Struct | undefined): Received {
  const raw = message?.toJavaScript() ?? {};
  const secrets = new Set<string>();
  const properties = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, opened(value, () => secrets.add(name))]),
  );
  // properties that contain a secret value under another name
  if (secrets.has("tags")) secrets.add("tagsAll");
  return { properties, secrets };
}

/** Marks whole properties as secret, so that too much is secret rather than too little. */
export function send(properties: Properties, secrets: Iterable<string> = []): Struct {
  const marked = new Set(secrets);
  const raw = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const clean = withoutUndefined(value);
      return [name, marked.has(name) ? { [signature]: secretMark, value: clean } : clean];
    });
  return struct.Struct.fromJavaScript(Object.fromEntries(raw));
}

function opened(value: unknown, onSecret: () => void): unknown {
  if (Array.isArray(value)) return value.map((item) => opened(item, onSecret));
  if (!isObject(value)) return value;
  if (value[signature] === secretMark) {
    onSecret();
    return opened(value["value"], onSecret);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, opened(inner, onSecret)]),
  );
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, withoutUndefined(inner)]),
  );
}
