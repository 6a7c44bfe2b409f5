import type { Level } from "./analyzer.ts";

export type Reply = (error: object | null, response?: unknown) => void;
export type Handler = (call: { readonly request: unknown }, reply: Reply) => unknown;
export type Handlers = Readonly<Record<string, Handler>>;

export interface Method {
  readonly requestDeserialize: (bytes: Buffer) => unknown;
  readonly responseSerialize: (message: unknown) => Buffer;
}
/** Any service of gRPC, by method. */
export type Service = Readonly<Record<string, Method>>;

/** The calls that the pack answers, or listens to. */
const calls = ["analyze", "analyzeStack", "remediate", "configure"] as const;
export type Methods = Readonly<Record<(typeof calls)[number], Method>>;

/** A `ConfigureAnalyzerRequest`. */
export interface ConfigureRequest {
  getPolicyconfigMap(): {
    entries(): Iterable<
      readonly [
        string,
        {
          getEnforcementlevel(): number;
          getProperties(): { toJavaScript(): unknown } | undefined;
        },
      ]
    >;
  };
}

/** The parts of `@pulumi/policy`, and of what it stands on, that the pack works with. */
export interface Library {
  /** Of `@grpc/grpc-js`. */
  readonly Server: {
    readonly prototype: { addService: (methods: Service, handlers: Handlers) => void };
  };
  /** Of `@pulumi/pulumi/proto/analyzer_grpc_pb`. */
  readonly AnalyzerService: Methods;
  /** Of `@pulumi/pulumi/proto/analyzer_pb`. */
  readonly PolicyNotApplicable: new () => { setPolicyName(name: string): void };
  /** Of `@pulumi/policy/protoutil`. */
  readonly convertEnforcementLevel: (level: number) => Level;
  readonly makeAnalyzeResponse: (
    diagnostics: readonly object[],
    notApplicable?: readonly object[],
  ) => unknown;
}

/** The pack does not guess what another library means. */
export const changed = (): Error =>
  new Error("@pulumi/policy serves in another way now: see policy/analyzer/library.ts");

/**
 * The library as `@pulumi/policy` sees it.
 * @param load requires what the library requires
 * @throws Error when the library has changed
 */
export function libraryOf(load: NodeJS.Require): Library {
  const { Server }: Pick<Library, "Server"> = load("@grpc/grpc-js");
  const { AnalyzerService }: Pick<Library, "AnalyzerService"> = load(
    "@pulumi/pulumi/proto/analyzer_grpc_pb",
  );
  const { PolicyNotApplicable }: Pick<Library, "PolicyNotApplicable"> = load(
    "@pulumi/pulumi/proto/analyzer_pb",
  );
  const { convertEnforcementLevel, makeAnalyzeResponse }: Library = load(
    "@pulumi/policy/protoutil",
  );
  const parts = [
    Server.prototype.addService,
    PolicyNotApplicable,
    convertEnforcementLevel,
    makeAnalyzeResponse,
    ...calls.flatMap((name) => {
      // a library that has changed may lack it
      const method = (AnalyzerService as Service)[name];
      return [method?.requestDeserialize, method?.responseSerialize];
    }),
  ];
  if (parts.some((part) => typeof part !== "function")) throw changed();
  return {
    Server,
    AnalyzerService,
    PolicyNotApplicable,
    convertEnforcementLevel,
    makeAnalyzeResponse,
  };
}
