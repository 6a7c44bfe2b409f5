import type * as pulumi from "@pulumi/pulumi";

/**
 * Makes a remote component and its children, as resources of `@pulumi/aws` that the engine registers.
 * @param inputs as they came; a value that is unknown yet, or secret, is an `Output`
 * @throws InputPropertiesError for arguments beyond those that are simulated, with their names
 */
export type RemoteComponent = (
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  options: pulumi.ComponentResourceOptions,
) => pulumi.provider.ConstructResult;

/** Components of a package by their types, e.g. `awsx:ec2:Vpc`. */
export type RemoteComponents = Readonly<Record<string, RemoteComponent>>;
