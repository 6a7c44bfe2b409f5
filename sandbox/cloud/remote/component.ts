import type * as pulumi from "@pulumi/pulumi";

/**
 * Creates a remote component with its children, as resources of `@pulumi/aws` that the engine registers.
 * @param inputs decoded; unknown and secret values are an `Output`
 * @throws InputPropertiesError with the names of unsupported arguments
 */
export type RemoteComponent = (
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  options: pulumi.ComponentResourceOptions,
) => pulumi.provider.ConstructResult;

/** Components of a package by type, e.g. `awsx:ec2:Vpc`. */
export type RemoteComponents = Readonly<Record<string, RemoteComponent>>;
