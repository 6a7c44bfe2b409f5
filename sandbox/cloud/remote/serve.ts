import type * as pulumi from "@pulumi/pulumi";
import { main } from "@pulumi/pulumi/provider/index.js";
import { endWithEngine, versionOf } from "../provider/process.ts";
import type { RemoteComponents } from "./component.ts";
import { ComponentProvider } from "./provider.ts";

/**
 * Serves remote components to the engine with the server of real component providers.
 * @param sdk package of the replaced provider
 */
export async function serveComponents(sdk: string, components: RemoteComponents): Promise<void> {
  endWithEngine();
  const provider: pulumi.provider.Provider = new ComponentProvider(sdk, versionOf(sdk), components);
  await main(provider, process.argv.slice(2));
}
