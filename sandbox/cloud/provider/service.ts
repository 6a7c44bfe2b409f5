import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import type * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import type { Result } from "../resource/work.ts";
import type { AwsProvider } from "./aws.ts";
import { failure } from "./failure.ts";
import { receive, send } from "./wire.ts";

/** A method: it returns an answer or throws an error for gRPC. */
function method<Request, Answer>(
  answer: (request: Request) => Answer,
  secretsOf: (request: Request) => Iterable<string> = () => [],
): (call: ServerUnaryCall<Request, Answer>, callback: sendUnaryData<Answer>) => void {
  return ({ request }, callback) => {
    try {
      callback(null, answer(request));
    } catch (error) {
      callback(failure(error, secretsOf(request)), null);
    }
  };
}

type Faults = ReturnType<AwsProvider["checkConfig"]>;

function failures(faults: Faults): messages.CheckFailure[] {
  return faults.map(({ property, reason }) => {
    const one = new provider.CheckFailure();
    one.setProperty(property);
    one.setReason(reason);
    return one;
  });
}

/**
 * Pulumi's provider protocol. It is implemented directly, because the class of
 * @pulumi/pulumi/provider does not distinguish a preview from an update, and supports no detailed diff and no settings.
 */
export function serviceOf(aws: AwsProvider, version: string): UntypedServiceImplementation {
  return {
    getPluginInfo: method(() => {
      const info = new plugin.PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getSchema: method(() => {
      const schema = new provider.GetSchemaResponse();
      schema.setSchema(JSON.stringify({ name: "aws", version }));
      return schema;
    }),
    cancel: method(() => new empty.Empty()),
    attach: method(() => new empty.Empty()),
    checkConfig: method((request: messages.CheckRequest) => {
      const { properties, secrets } = receive(request.getNews());
      const answer = new provider.CheckResponse();
      answer.setInputs(send(properties, secrets));
      answer.setFailuresList(failures(aws.checkConfig(properties)));
      return answer;
    }),
    diffConfig: method((request: messages.DiffRequest) => {
      const olds = receive(request.getOldInputs() ?? request.getOlds()).properties;
      return difference(aws.diffConfig(olds, receive(request.getNews()).properties));
    }),
    configure: method((request: messages.ConfigureRequest) => {
      aws.configure(receive(request.getArgs()).properties);
      const answer = new provider.ConfigureResponse();
      answer.setAcceptsecrets(true);
      answer.setSupportspreview(true);
      return answer;
    }),
    check: method((request: messages.CheckRequest) => {
      const olds = request.getOlds();
      const { properties, secrets } = receive(request.getNews());
      const checked = aws.check({
        urn: request.getUrn(),
        type: typeIn(request),
        olds: olds === undefined ? undefined : receive(olds).properties,
        news: properties,
        seed: request.getRandomseed_asU8(),
        secrets,
      });
      const answer = new provider.CheckResponse();
      answer.setInputs(send(checked.inputs, secrets));
      answer.setFailuresList(failures(checked.faults));
      return answer;
    }),
    diff: method((request: messages.DiffRequest) =>
      difference(
        aws.diff(typeIn(request), {
          state: receive(request.getOlds()).properties,
          oldInputs: receive(request.getOldInputs()).properties,
          news: receive(request.getNews()).properties,
          ignore: request.getIgnorechangesList(),
        }),
      ),
    ),
    create: method(
      (request: messages.CreateRequest) => {
        const { properties, secrets } = receive(request.getProperties());
        const target = { urn: request.getUrn(), type: typeIn(request), secrets };
        const made = request.getPreview()
          ? { id: "", properties: aws.previewCreate(target.type, properties) }
          : withId(aws.resources.create(target, properties));
        const answer = new provider.CreateResponse();
        answer.setId(made.id);
        answer.setProperties(send(made.properties, aws.secretsOf(target)));
        return answer;
      },
      (request) => receive(request.getProperties()).secrets,
    ),
    update: method(
      (request: messages.UpdateRequest) => {
        const { properties, secrets } = receive(request.getNews());
        const state = receive(request.getOlds());
        const target = { urn: request.getUrn(), type: typeIn(request), secrets };
        const outputs = request.getPreview()
          ? aws.previewUpdate(target.type, state.properties, properties)
          : withId(aws.resources.update(target, request.getId(), properties, state.properties))
              .properties;
        const answer = new provider.UpdateResponse();
        answer.setProperties(send(outputs, aws.secretsOf(target)));
        return answer;
      },
      (request) => receive(request.getNews()).secrets,
    ),
    read: method((request: messages.ReadRequest) => {
      const state = receive(request.getProperties());
      const inputs = receive(request.getInputs());
      const target = { urn: request.getUrn(), type: typeIn(request), secrets: state.secrets };
      const found = aws.resources.read(
        target,
        request.getId(),
        state.properties,
        inputs.properties,
      );
      const answer = new provider.ReadResponse();
      if (found === undefined) return answer;
      answer.setId(request.getId());
      const { properties } = withId({ id: request.getId(), properties: found.properties });
      answer.setProperties(send(properties, aws.secretsOf(target)));
      answer.setInputs(send(found.inputs, inputs.secrets));
      return answer;
    }),
    delete: method((request: messages.DeleteRequest) => {
      const target = { urn: request.getUrn(), type: typeIn(request) };
      aws.resources.delete(target, request.getId(), receive(request.getProperties()).properties);
      return new empty.Empty();
    }),
    invoke: method((request: messages.InvokeRequest) => {
      const answer = new provider.InvokeResponse();
      answer.setReturn(send(aws.invoke(request.getTok(), receive(request.getArgs()).properties)));
      return answer;
    }),
  };
}

/** Like the Terraform bridge, the outputs contain the identifier: policies resolve references by it. */
const withId = ({ id, properties }: Result): Result => ({ id, properties: { ...properties, id } });

function typeIn(request: { getUrn(): string }): string {
  return request.getUrn().split("::")[2]?.split("$").at(-1) ?? "";
}

const kinds = { add: [0, 1], delete: [2, 3], update: [4, 5] } as const;

function difference({
  changes,
  deleteBeforeReplace,
}: ReturnType<AwsProvider["diff"]>): messages.DiffResponse {
  const answer = new provider.DiffResponse();
  answer.setChanges(changes.length > 0 ? 2 : 1);
  answer.setHasdetaileddiff(true);
  for (const { path, kind, replaces } of changes) {
    const one = new provider.PropertyDiff();
    one.setKind(kinds[kind][replaces ? 1 : 0]);
    answer.getDetaileddiffMap().set(path, one);
  }
  const top = (paths: typeof changes): string[] => [
    ...new Set(paths.map(({ path }) => path.split(/[.[]/)[0] ?? path)),
  ];
  answer.setDiffsList(top(changes));
  answer.setReplacesList(top(changes.filter(({ replaces }) => replaces)));
  answer.setDeletebeforereplace(deleteBeforeReplace);
  return answer;
}
