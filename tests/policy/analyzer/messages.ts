import { createRequire } from "node:module";

/** Setters of a message of google-protobuf, by what they set. */
type Message = Record<string, (value: unknown) => unknown> & { serializeBinary(): Uint8Array };
interface Maps {
  getPropertydependenciesMap(): Map<string, unknown>;
}

interface Protocol {
  readonly AnalyzeRequest: new () => Message;
  readonly AnalyzerResource: new () => Message & Maps;
  readonly AnalyzerResourceOptions: new () => Message;
  readonly AnalyzerProviderResource: new () => Message;
  readonly AnalyzerPropertyDependencies: new () => Message;
  readonly AnalyzeStackRequest: new () => Message;
  readonly AnalyzeResponse: {
    deserializeBinary(bytes: Uint8Array): { toObject(): WrittenResponse };
  };
}

/** An `AnalyzeResponse` as google-protobuf reads it. */
export interface WrittenResponse {
  readonly diagnosticsList: readonly Readonly<Record<string, unknown>>[];
  readonly notApplicableList: readonly { readonly policyName: string }[];
}

/** What the engine would write, as google-protobuf writes it. */
export interface Sent {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: object;
  readonly protect: boolean;
  readonly parent: string;
  readonly provider?: { readonly urn: string; readonly props: object };
  readonly uses: Readonly<Record<string, readonly string[]>>;
}

/** Requires what `@pulumi/policy` requires. */
export const library = createRequire(createRequire(import.meta.url).resolve("@pulumi/policy"));
const pulumi = createRequire(library.resolve("@pulumi/pulumi/package.json"));
const protocol: Protocol = library("@pulumi/pulumi/proto/analyzer_pb");
const { Struct }: { readonly Struct: { fromJavaScript(value: object): Message } } = pulumi(
  "google-protobuf/google/protobuf/struct_pb.js",
);

function filled<T extends Message>(message: T, sent: Sent): T {
  const options = new protocol.AnalyzerResourceOptions();
  options["setProtect"]?.(sent.protect);
  options["setParent"]?.(sent.parent);
  // fields that the pack does not read
  options["setIgnorechangesList"]?.(["a", "b"]);
  options["setDeletebeforereplace"]?.(true);
  message["setUrn"]?.(sent.urn);
  message["setType"]?.(sent.type);
  message["setName"]?.(sent.name);
  message["setProperties"]?.(Struct.fromJavaScript(sent.props));
  message["setOptions"]?.(options);
  if (sent.provider !== undefined) {
    const provider = new protocol.AnalyzerProviderResource();
    provider["setUrn"]?.(sent.provider.urn);
    provider["setName"]?.("a name that the pack does not read");
    provider["setProperties"]?.(Struct.fromJavaScript(sent.provider.props));
    message["setProvider"]?.(provider);
  }
  return message;
}

export const analyzeRequest = (sent: Sent): Buffer =>
  Buffer.from(filled(new protocol.AnalyzeRequest(), sent).serializeBinary());

export function analyzeStackRequest(all: readonly Sent[]): Buffer {
  const request = new protocol.AnalyzeStackRequest();
  const resources = all.map((sent) => {
    const resource = filled(new protocol.AnalyzerResource(), sent);
    resource["setParent"]?.("a parent that the pack reads from the options");
    resource["setDependenciesList"]?.(["urn:a"]);
    for (const [property, urns] of Object.entries(sent.uses)) {
      const dependencies = new protocol.AnalyzerPropertyDependencies();
      dependencies["setUrnsList"]?.(urns);
      resource.getPropertydependenciesMap().set(property, dependencies);
    }
    return resource;
  });
  request["setResourcesList"]?.(resources);
  return Buffer.from(request.serializeBinary());
}

export const responseIn = (bytes: Buffer): WrittenResponse =>
  protocol.AnalyzeResponse.deserializeBinary(bytes).toObject();
