import type * as pulumi from "@pulumi/pulumi";
import { NotSimulated } from "../refusal.ts";
import type { RemoteComponents } from "./component.ts";

type ConstructResult = pulumi.provider.ConstructResult;

/** A provider of remote components. A component without an entry in its table is an error. */
export class ComponentProvider implements pulumi.provider.Provider {
  readonly version: string;
  readonly schema: string;
  private readonly sdk: string;
  private readonly components: RemoteComponents;

  constructor(sdk: string, version: string, components: RemoteComponents) {
    this.sdk = sdk;
    this.version = version;
    this.schema = JSON.stringify({ name: sdk.replace("@pulumi/", ""), version });
    this.components = components;
  }

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    const make = this.components[type];
    return make === undefined ? this.refuse(type) : Promise.resolve(make(name, inputs, options));
  }

  create(urn: string): Promise<never> {
    return this.refuse(urn.split("::")[2]?.split("$").at(-1) ?? urn);
  }

  invoke(token: string): Promise<never> {
    return this.refuse(token);
  }

  call(token: string): Promise<never> {
    return this.refuse(token);
  }

  private refuse(token: string): Promise<never> {
    const known = Object.keys(this.components).sort();
    return Promise.reject(
      new NotSimulated(
        `${token} of ${this.sdk} is not simulated; ${known.length === 0 ? "nothing" : known.join(", ")} is ` +
          "(sandbox/cloud/README.md says how a component is added)",
      ),
    );
  }
}
