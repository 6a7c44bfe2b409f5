import type { EngineResource } from "../resource.ts";
import { decode } from "../wire.ts";
import { Cursor } from "./cursor.ts";
import { structOf } from "./struct.ts";

type Props = Readonly<Record<string, unknown>>;
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The resource of an `AnalyzeRequest` (proto/pulumi/analyzer.proto of pulumi/pulumi). */
export const resourceIn = (request: Buffer): EngineResource => read(new Cursor(request));

/** The resources of an `AnalyzeStackRequest`, which holds nothing else. */
export function resourcesIn(request: Buffer): readonly EngineResource[] {
  const cursor = new Cursor(request);
  const resources: EngineResource[] = [];
  while (cursor.field() !== 0) resources.push(read(cursor.message()));
  return resources;
}

/** `AnalyzeRequest` and `AnalyzerResource` number the fields that they share alike. */
function read(cursor: Cursor): EngineResource {
  const resource: Writable<EngineResource> & {
    propertyDependencies: Record<string, readonly string[]>;
  } = {
    urn: "",
    type: "",
    name: "",
    props: {},
    protect: false,
    propertyDependencies: {},
  };
  for (let field = cursor.field(); field !== 0; field = cursor.field())
    if (field === 1) resource.type = cursor.text();
    else if (field === 2) resource.props = propsIn(cursor);
    else if (field === 3) resource.urn = cursor.text();
    else if (field === 4) resource.name = cursor.text();
    else if (field === 5) Object.assign(resource, optionsIn(cursor.message()));
    else if (field === 6) resource.provider = providerIn(cursor.message());
    else if (field === 9) {
      const [property, urns] = dependenciesIn(cursor.message());
      resource.propertyDependencies[property] = urns;
    } else cursor.skip();
  return resource;
}

const propsIn = (cursor: Cursor): Props => decode(structOf(cursor.message()));

function optionsIn(cursor: Cursor): Pick<EngineResource, "protect" | "parent"> {
  const options: Writable<Pick<EngineResource, "protect" | "parent">> = { protect: false };
  for (let field = cursor.field(); field !== 0; field = cursor.field())
    if (field === 1) options.protect = cursor.varint() === 1;
    else if (field === 8) options.parent = cursor.text();
    else cursor.skip();
  return options;
}

function providerIn(cursor: Cursor): NonNullable<EngineResource["provider"]> {
  let urn = "";
  let props: Props = {};
  for (let field = cursor.field(); field !== 0; field = cursor.field())
    if (field === 2) props = propsIn(cursor);
    else if (field === 3) urn = cursor.text();
    else cursor.skip();
  return { urn, props };
}

/** An entry of the map from a property to the URNs that it is made of. */
function dependenciesIn(cursor: Cursor): readonly [string, readonly string[]] {
  let property = "";
  const urns: string[] = [];
  for (let field = cursor.field(); field !== 0; field = cursor.field())
    if (field === 1) property = cursor.text();
    else {
      const list = cursor.message();
      while (list.field() !== 0) urns.push(list.text());
    }
  return [property, urns];
}
