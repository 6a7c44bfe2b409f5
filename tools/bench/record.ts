import * as pulumi from "@pulumi/pulumi";
import { withoutTransforms } from "../../ops/mocks/recorder.ts";

/** A resource that a program registered. */
export interface FlatResource {
  /** Type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  /** Inputs for the provider; generated passwords are `madeUp`. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Replaces all generated passwords. */
export const madeUp = "x".repeat(32);

/**
 * Runs a program with mocks for the engine, and returns its resources without components and providers.
 * @returns resources in the order of registration
 */
export async function recordFlat(program: () => unknown): Promise<readonly FlatResource[]> {
  const recorded: FlatResource[] = [];
  await mocked(program, ({ custom, type, name, inputs }) => {
    if (custom === true && !type.startsWith("pulumi:"))
      recorded.push({ type, name, inputs: plainInputs(inputs) });
  });
  return recorded;
}

/** Runs a program with mocks until it is idle, and reports each resource. */
export async function mocked(
  program: () => unknown,
  tell: (resource: pulumi.runtime.MockResourceArgs) => void,
): Promise<void> {
  await pulumi.runtime.setMocks(
    {
      newResource: (resource) => {
        tell(resource);
        const made = resource.type.startsWith("random:") ? { result: madeUp } : {};
        return { id: `${resource.name}-id`, state: { ...resource.inputs, ...made } };
      },
      call: ({ inputs }) => inputs,
    },
    "hanok",
    "bench",
    false,
  );
  withoutTransforms();
  await program();
  // an output's callback may register more resources
  for (let turn = 0; turn < 10; turn++) {
    await pulumi.runtime.disconnect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function plainInputs(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, plain(value)]));
}

/** Unwraps secrets at all levels. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const { specialSigKey, specialSecretSig } = pulumi.runtime;
  if (Reflect.get(value, specialSigKey) === specialSecretSig)
    return plain(Reflect.get(value, "value"));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
