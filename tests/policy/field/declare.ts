import type { Settings } from "../../../policy/settings.ts";
import { type Given, unknown } from "../support/case.ts";

type Props = Readonly<Record<string, unknown>>;
type Resolve = (name: string, output: string) => unknown;

const later = Symbol("later");

/** A value that is made of other resources' outputs. */
interface Later {
  readonly [later]: { readonly names: readonly string[]; readonly value: (of: Resolve) => unknown };
}

/** A plan of somebody else's project. */
export interface FieldPlan {
  readonly why: string;
  readonly resources: readonly Given[];
  /** The rules that mean what is wrong, each as `rule resource`; `a|b`: either resource. @default none */
  readonly means?: readonly string[];
  /** @default test */
  readonly stack?: string;
  readonly settings?: Partial<Settings>;
}

/** When a plan is judged: before anything exists, or while it is made. */
export type Moment = "preview" | "update";

const isLater = (value: unknown): value is Later =>
  typeof value === "object" && value !== null && later in value;

/** Another resource's output, as in `vpc.id`. */
export const ref = (name: string, output = "id"): Later => ({
  [later]: { names: [name], value: (of) => of(name, output) },
});

function namesIn(value: unknown): readonly string[] {
  if (isLater(value)) return value[later].names;
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(namesIn);
}

function resolved(value: unknown, of: Resolve): unknown {
  if (isLater(value)) return value[later].value(of);
  if (Array.isArray(value)) return value.map((item) => resolved(item, of));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, resolved(item, of)]);
  // a secret's signature and the like stay what they are
  return Object.fromEntries(entries);
}

const holdsUnknown = (value: unknown): boolean =>
  value === unknown ||
  (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

/** `pulumi.jsonStringify`: one unknown part makes the whole text unknown. */
export const json = (value: unknown): unknown => ({
  [later]: {
    names: namesIn(value),
    value: (of: Resolve) => {
      const known = resolved(value, of);
      return holdsUnknown(known) ? unknown : JSON.stringify(known);
    },
  },
});

const shownText = (value: unknown): string => (typeof value === "string" ? value : "");

/** `pulumi.interpolate`. */
export const text = (parts: TemplateStringsArray, ...values: readonly unknown[]): Later => ({
  [later]: {
    names: values.flatMap(namesIn),
    value: (of) => {
      const known = values.map((value) => resolved(value, of));
      if (known.some(holdsUnknown)) return unknown;
      return parts.map((part, index) => `${part}${shownText(known[index])}`).join("");
    },
  },
});

/** A resource as a program declares it. */
export const of = (type: string, name: string, props: Props, more: Partial<Given> = {}): Given => ({
  type,
  name,
  props,
  ...more,
});

/** A Kubernetes object; `name` may say its namespace first: `shop/api`. Its resource is `<kind>/<name>`. */
export function k8s(
  apiVersion: string,
  kind: string,
  name: string,
  { metadata, ...rest }: Props & { readonly metadata?: Props } = {},
  more: Partial<Given> = {},
): Given {
  const [own, namespace] = name.split("/").reverse();
  const group = apiVersion === "v1" ? "core/v1" : apiVersion;
  const named = { name: own, ...(namespace === undefined ? {} : { namespace }), ...metadata };
  return of(
    `kubernetes:${group}:${kind}`,
    `${kind}/${name}`,
    { apiVersion, kind, metadata: named, ...rest },
    more,
  );
}

const account = "123456789012";

/** What AWS would answer. */
function outputsOf({ type, name, props, provider, outputs = {} }: Given): Props {
  const [, module = "", kind = ""] = /^aws:([^/]+)\/[^:]+:(\w+)$/.exec(type) ?? [];
  const lower = kind.toLowerCase();
  if (type.startsWith("kubernetes:")) return { id: name, ...outputs };
  if (lower.startsWith("bucket")) {
    const bucket = shownText(props["bucket"] ?? name);
    return {
      id: bucket,
      bucket,
      arn: `arn:aws:s3:::${bucket}`,
      bucketRegionalDomainName: `${bucket}.s3.ap-northeast-2.amazonaws.com`,
      websiteEndpoint: `${bucket}.s3-website.ap-northeast-2.amazonaws.com`,
      ...outputs,
    };
  }
  const own = at(props, "region") ?? at(provider, "props.region") ?? "ap-northeast-2";
  const region = module === "iam" ? "" : shownText(own);
  const arn = `arn:aws:${module}:${region}:${account}:${lower}/${name}`;
  const named = module === "iam" && !lower.endsWith("policy") ? name : `${lower}-${name}`;
  return { id: named, name, arn, ...outputs };
}

const at = (props: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined,
      props,
    );

/** The resources as the engine shows them to the pack at that moment. */
export function shown({ resources }: FieldPlan, moment: Moment): readonly Given[] {
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  if (byName.size !== resources.length) throw new Error("two resources of a plan share a name");
  const asked = new Map<string, Props>();
  const resolve: Resolve = (name, output) => {
    const target = byName.get(name);
    if (target === undefined) throw new Error(`no resource is called ${name}`);
    const input = at(target.props, output);
    if (input !== undefined) return resolved(input, resolve);
    if (moment === "preview") return unknown;
    const answer = at(outputsOf(target), output) ?? `${output}-${name}`;
    asked.set(name, { ...asked.get(name), [output]: answer });
    return answer;
  };
  const given = resources.map((resource) => ({
    ...resource,
    props: resolved(resource.props, resolve) as Props,
    uses: Object.fromEntries(
      Object.entries(resource.props)
        .map(([key, value]): [string, readonly string[]] => [key, namesIn(value)])
        .filter(([, names]) => names.length > 0),
    ),
  }));
  if (moment === "preview") return given;
  return given.map((resource) => ({
    ...resource,
    outputs: { ...outputsOf(resource), ...asked.get(resource.name) },
  }));
}
