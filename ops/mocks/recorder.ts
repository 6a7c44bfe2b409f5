import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import callback from "@pulumi/pulumi/proto/callback_pb.js";
import type {
  RegisterResourceRequest,
  RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

/** One resource as the program registered it. Other resources are given by their Pulumi names. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** Types of its parents and its own, joined by `$`, then its name: the part of the URN that identifies it. */
  readonly identity: string;
  /** Inputs for the provider; outputs are resolved, secrets are plain. */
  // the mock monitor passes untyped JSON, and a test reads the fields that it expects
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The same with the envelopes of secrets, as the engine hands them to policies. @default `inputs` */
  readonly sealed?: Readonly<Record<string, unknown>>;
  /** Names of the inputs that are secret or contain a secret. */
  readonly secretInputs: readonly string[];
  readonly secretOutputs: readonly string[];
  readonly parent?: string;
  readonly provider?: string;
  /** Sorted; explicit dependencies and those from inputs. */
  readonly dependsOn: readonly string[];
  readonly deletedWith?: string;
  readonly protect?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  /** Names of the hooks that run before an update. */
  readonly beforeUpdate?: readonly string[];
  /** Inputs whose change replaces it, beyond those of its provider. */
  readonly replaceOnChanges?: readonly string[];
  readonly customTimeouts?: { readonly create?: string; readonly update?: string };
}

export interface RecordOptions {
  /** @default false */
  readonly preview?: boolean;
  /** Project and stack, @default "hanok" and "test" */
  readonly project?: string;
  readonly stack?: string;
  /**
   * Outputs that a provider computes, merged over the inputs.
   * @default none
   */
  readonly outputs?: (resource: pulumi.runtime.MockResourceArgs) => Record<string, unknown>;
  /**
   * Answers of a provider's functions, merged over their arguments.
   * @default none
   */
  readonly answers?: (call: pulumi.runtime.MockCallArgs) => Record<string, unknown>;
}

/**
 * Runs a program with mocks in place of the engine, waits until it is idle, and returns its resources by name, because
 * Pulumi chooses the order of registrations. Identifiers are deterministic: `<name>-id`.
 */
export async function recordResources(
  program: () => unknown,
  options: RecordOptions = {},
): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = [];
  const { project = "hanok", stack = "test", preview = false } = options;
  const { outputs = () => ({}), answers = () => ({}) } = options;
  const mocks: pulumi.runtime.Mocks = {
    newResource: (resource) => ({
      // ID of an import, or empty: an undefined one would be unknown
      id: resource.id === undefined || resource.id === "" ? `${resource.name}-id` : resource.id,
      state: { ...plainInputs(resource.inputs), ...outputs(resource) },
    }),
    call: (call) => ({ ...call.inputs, ...answers(call) }),
  };
  await pulumi.runtime.setMocks(mocks, project, stack, preview);
  withoutTransforms();
  const mock = new MockMonitor(mocks);
  // types of a resource and all its parents by URN; a mocked URN contains the last parent only
  const chains = new Map<string, string>();
  // the mock hides a request's options, so a monitor that reads them wraps it
  Object.assign(pulumi.runtime.getMonitor() ?? {}, {
    registerResource: (request: RegisterResourceRequest, callback: Callback) => {
      const above = chains.get(request.getParent());
      const chain = [...(above === undefined ? [] : [above]), request.getType()].join("$");
      recorded.push(read(request, chain));
      return mock.registerResource(
        request,
        (error: unknown, response: RegisterResourceResponse) => {
          chains.set(response.getUrn(), chain);
          callback(error, response);
        },
      );
    },
    registerResourceOutputs: mock.registerResourceOutputs.bind(mock),
    // a reference to a resource is read back from the monitor that registered it
    invoke: mock.invoke.bind(mock),
  });
  await program();
  await settled();
  return recorded.sort((one, other) => (one.name < other.name ? -1 : 1));
}

// options that its declarations omit
const state = createRequire(import.meta.url)("@pulumi/pulumi/runtime/state.js") as {
  readonly getStore: () => { supportsTransforms: boolean };
};

/** The engine calls a resource's `transforms` and hooks; here is none, and a server that waits for it would not come up before it is closed. */
export function withoutTransforms(): void {
  const callbacks = {
    registerTransform: () => Promise.resolve(new callback.Callback()),
    registerResourceHook: () => Promise.resolve(),
    awaitStackRegistrations: () => Promise.resolve(),
    shutdown: () => undefined,
  };
  const store = state.getStore();
  store.supportsTransforms = true;
  Object.defineProperty(store, "callbacks", {
    configurable: true,
    get: () => callbacks,
    set: () => undefined,
  });
}

type Callback = (error: unknown, response: RegisterResourceResponse) => void;

/** An output's continuation may register more, so it is waited for until a turn of the loop adds nothing. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    // waits for the calls under way; the mock has no connection that it could close
    await pulumi.runtime.disconnect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function read(request: RegisterResourceRequest, chain: string): Recorded {
  const inputs: Record<string, unknown> = request.getObject()?.toJavaScript() ?? {};
  const timeouts = request.getCustomtimeouts();
  return {
    type: request.getType(),
    name: request.getName(),
    identity: `${chain}::${request.getName()}`,
    inputs: plainInputs(inputs),
    sealed: inputs,
    secretInputs: Object.keys(inputs).filter((key) => JSON.stringify(inputs[key]).includes(secret)),
    secretOutputs: request.getAdditionalsecretoutputsList(),
    dependsOn: request.getDependenciesList().map(nameOf).sort(),
    ...(request.getParent() ? { parent: nameOf(request.getParent()) } : {}),
    // `urn::id`
    ...(request.getProvider() ? { provider: request.getProvider().split("::").at(-2) } : {}),
    ...(request.getDeletedwith() ? { deletedWith: nameOf(request.getDeletedwith()) } : {}),
    ...(request.getProtect() ? { protect: true } : {}),
    ...(request.getDeletebeforereplace() ? { deleteBeforeReplace: true } : {}),
    ...(request.getRetainondelete() ? { retainOnDelete: true } : {}),
    ...(request.getIgnorechangesList().length > 0
      ? { ignoreChanges: request.getIgnorechangesList() }
      : {}),
    ...(request.getHooks()?.getBeforeUpdateList().length
      ? { beforeUpdate: request.getHooks()?.getBeforeUpdateList() }
      : {}),
    ...(request.getReplaceonchangesList().length > 0
      ? { replaceOnChanges: request.getReplaceonchangesList() }
      : {}),
    ...(timeouts
      ? { customTimeouts: { create: timeouts.getCreate(), update: timeouts.getUpdate() } }
      : {}),
  };
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>` */
function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function plainInputs(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, plain(value)]));
}

const secret = pulumi.runtime.specialSecretSig;

/** Unwraps secrets at any depth. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const wrapped = entries.some(
    ([key, sig]) => key === pulumi.runtime.specialSigKey && sig === secret,
  );
  if (wrapped) return plain(entries.find(([key]) => key === "value")?.[1]);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
}
