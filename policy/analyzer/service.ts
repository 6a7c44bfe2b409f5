import { inspect } from "node:util";
import type { Analyzer, PolicyConfiguration } from "./analyzer.ts";
import {
  changed,
  type ConfigureRequest,
  type Handler,
  type Handlers,
  type Library,
  type Methods,
} from "./library.ts";
import { resourceIn, resourcesIn } from "./request.ts";
import { type Pack, Responses } from "./responses.ts";

/** UNIMPLEMENTED of grpc.github.io/grpc/core/md_doc_statuscodes.html: the engine takes it for "no repair". */
const unimplemented = { code: 12, details: "no rule may repair" };

const none: readonly string[] = [];

/**
 * Answers the calls that the engine makes for each resource and for the stack in the place of `@pulumi/policy`, straight from the bytes
 * of the request. The library serves all other calls, and makes the repairs where a rule may repair.
 * @returns throws when the library has not begun to serve since
 */
export function serveBy(analyzer: Analyzer, pack: Pack, library: Library): () => void {
  const { Server, AnalyzerService } = library;
  const { addService } = Server.prototype;
  let serves = false;
  Server.prototype.addService = function (methods, handlers) {
    if (methods !== AnalyzerService) return addService.call(this, methods, handlers);
    serves = true;
    const answers = answersOf(analyzer, pack, library, handlers);
    addService.call(this, rawly(AnalyzerService), { ...handlers, ...answers });
  };
  return () => {
    if (!serves) throw changed();
  };
}

/** The same methods, whose messages are bytes. */
function rawly(methods: Methods): Methods {
  const { analyze, analyzeStack, remediate } = methods;
  const requestDeserialize = (bytes: Buffer): unknown => bytes;
  const responseSerialize = (bytes: unknown): Buffer => bytes as Buffer;
  return {
    ...methods,
    analyze: { ...analyze, requestDeserialize, responseSerialize },
    analyzeStack: { ...analyzeStack, requestDeserialize, responseSerialize },
    remediate: { ...remediate, requestDeserialize },
  };
}

function answersOf(
  analyzer: Analyzer,
  pack: Pack,
  library: Library,
  { configure, remediate }: Handlers,
): Handlers {
  if (configure === undefined || remediate === undefined) throw changed();
  const { AnalyzerService, convertEnforcementLevel } = library;
  const responses = new Responses(library, pack);
  const answer = answering(pack);
  return {
    analyze: answer((request) => {
      const { diagnostics, notApplicable } = analyzer.analyze(resourceIn(request as Buffer));
      return responses.of(diagnostics, notApplicable);
    }),
    analyzeStack: answer((request) =>
      responses.of(analyzer.analyzeStack(resourcesIn(request as Buffer)), none),
    ),
    remediate: ({ request }, reply) => {
      if (!analyzer.repairs) return reply(unimplemented);
      const message = AnalyzerService.remediate.requestDeserialize(request as Buffer);
      return remediate({ request: message }, reply);
    },
    configure: (call, reply) => {
      try {
        analyzer.configure(
          configurationIn(call.request as ConfigureRequest, convertEnforcementLevel),
        );
      } catch (error) {
        return reply(error as Error);
      }
      return configure(call, reply);
    },
  };
}

const answering =
  ({ policyPackName, policyPackVersion }: Pack) =>
  (work: (request: unknown) => unknown): Handler =>
  ({ request }, reply) => {
    let response: unknown;
    try {
      response = work(request);
    } catch (error) {
      // gRPC passes the message on and drops the rest
      return reply(
        new Error(`policy pack ${policyPackName} ${policyPackVersion}: ${inspect(error)}`),
      );
    }
    return reply(null, response);
  };

const configurationIn = (
  request: ConfigureRequest,
  levelOf: Library["convertEnforcementLevel"],
): ReadonlyMap<string, PolicyConfiguration> =>
  new Map(
    [...request.getPolicyconfigMap().entries()].map(([name, policy]) => [
      name,
      {
        level: levelOf(policy.getEnforcementlevel()),
        properties: policy.getProperties()?.toJavaScript(),
      },
    ]),
  );
