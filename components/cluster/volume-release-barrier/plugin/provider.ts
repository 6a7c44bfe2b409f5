import type {
  CreateResult,
  DiffResult,
  Provider,
  UpdateResult,
} from "@pulumi/pulumi/provider/index.js";
import { setTimeout as pause } from "node:timers/promises";
import { volumesOf, waitUntilReleased } from "./wait.ts";

/** Properties as Pulumi passes them; secret values are wrapped. */
type Properties = Readonly<Record<string, unknown>>;

/** Pulumi's mark of a wrapped secret (https://pkg.go.dev/github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig). */
const mark = "4dabf18193072939515e22adb298388d";

/**
 * The plug-in of the type `hanok:index:Released`. It stores its inputs, and waits when the resource is deleted.
 * Every run of Pulumi starts it, so only a deletion loads a Kubernetes client.
 */
export class HanokProvider implements Provider {
  readonly version = "0.1.0";
  readonly schema = JSON.stringify({ name: "hanok", version: this.version });
  #cancelled = false;

  diff(_id: string, _urn: string, olds: Properties, news: Properties): Promise<DiffResult> {
    const changes = ["kubeconfig", "driver"].some(
      (key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]),
    );
    return Promise.resolve({ changes });
  }

  create(_urn: string, inputs: Properties): Promise<CreateResult> {
    return Promise.resolve({ id: String(plain(inputs["driver"])), outs: inputs });
  }

  update(_id: string, _urn: string, _olds: Properties, news: Properties): Promise<UpdateResult> {
    return Promise.resolve({ outs: news });
  }

  async delete(_id: string, _urn: string, properties: Properties): Promise<void> {
    const driver = String(plain(properties["driver"]));
    const list = await volumesOf(String(plain(properties["kubeconfig"])));
    await waitUntilReleased(driver, {
      list,
      pause: (milliseconds) => pause(milliseconds),
      now: () => Date.now(),
      isCancelled: () => this.#cancelled,
      // the Kubernetes provider's own switch for a cluster that no longer exists
      mayBeUnreachable: process.env["PULUMI_K8S_DELETE_UNREACHABLE"] === "true",
    });
  }

  cancel(): Promise<void> {
    this.#cancelled = true;
    return Promise.resolve();
  }
}

function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(mark in value)) return value;
  return "value" in value ? value.value : undefined;
}
