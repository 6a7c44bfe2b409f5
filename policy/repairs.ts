/** `REMEDIATE` of EnforcementLevel in proto/pulumi/analyzer.proto. */
const remediate = 3;

interface Configuration {
  getPolicyconfigMap(): {
    entries(): IterableIterator<readonly [string, { getEnforcementlevel(): number }]>;
  };
}

/** The part of `@pulumi/pulumi/proto/analyzer_grpc_pb` that is watched. */
export interface AnalyzerModule {
  readonly AnalyzerService: {
    readonly configure: { requestDeserialize: (bytes: Buffer) => Configuration };
  };
}

/** Whether the configuration that the engine sends at the start lets a rule repair. */
export function repairsOf({ configure }: AnalyzerModule["AnalyzerService"]): () => boolean {
  const { requestDeserialize } = configure;
  let repairs = false;
  configure.requestDeserialize = (bytes) => {
    const request = requestDeserialize(bytes);
    repairs = [...request.getPolicyconfigMap().entries()].some(
      ([, policy]) => policy.getEnforcementlevel() === remediate,
    );
    return request;
  };
  return () => repairs;
}
