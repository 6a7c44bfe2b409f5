import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

export interface SecretArgs {
  readonly name: string;
  readonly namespace: string;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Plain values by key. They are secret in the state. */
  readonly values: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Creates a Secret. Its values are `data`, because the server converts `stringData` to it, and the state would hold both. */
export function createSecret(
  resource: string,
  { name, namespace, labels, values }: SecretArgs,
  options: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Secret {
  const data = Object.entries(values).map(
    ([key, value]) =>
      [key, pulumi.output(value).apply((text) => Buffer.from(text).toString("base64"))] as const,
  );
  return new kubernetes.core.v1.Secret(
    resource,
    {
      metadata: { name, namespace, ...(labels === undefined ? {} : { labels }) },
      type: "Opaque",
      data: pulumi.secret(Object.fromEntries(data)),
    },
    { ...options, additionalSecretOutputs: ["data"] },
  );
}
