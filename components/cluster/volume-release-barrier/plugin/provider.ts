import type {
  CreateResult,
  DiffResult,
  Provider,
  UpdateResult,
} from "@pulumi/pulumi/provider/index.js";
import { setTimeout as pause } from "node:timers/promises";
import { waitForCredentials } from "./pod-identity.ts";
import { volumesOf, waitUntilReleased } from "./wait.ts";

/** Properties as Pulumi passes them; secret values are wrapped. */
type Properties = Readonly<Record<string, unknown>>;

/** Pulumi's mark of a wrapped secret (https://pkg.go.dev/github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig). */
const mark = "4dabf18193072939515e22adb298388d";

/** Inputs whose change replaces a `PodIdentityReady`: another pod or association is waited for. */
const waitedFor = ["namespace", "serviceAccount", "association"];

/**
 * The plug-in of two types. Both store their inputs. `hanok:index:Released` waits when it is deleted, and `hanok:index:PodIdentityReady`
 * when it is created. Every run of Pulumi starts the plug-in, so only a wait loads a Kubernetes client.
 */
export class HanokProvider implements Provider {
  readonly version = "0.1.0";
  readonly schema = JSON.stringify({ name: "hanok", version: this.version });
  readonly #world = {
    pause: (milliseconds: number) => pause(milliseconds),
    now: () => Date.now(),
    isCancelled: () => this.#cancelled,
  };
  #cancelled = false;

  diff(_id: string, _urn: string, olds: Properties, news: Properties): Promise<DiffResult> {
    const isChanged = (key: string) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]);
    const changes = Object.keys(news).filter((key) => key !== "__provider" && isChanged(key));
    const replaces = changes.filter((key) => waitedFor.includes(key));
    return Promise.resolve({ changes: changes.length > 0, replaces });
  }

  async create(urn: string, inputs: Properties): Promise<CreateResult> {
    if (!isIdentity(urn)) return { id: text(inputs, "driver"), outs: inputs };
    const [kubeconfig, namespace, serviceAccount] = [
      text(inputs, "kubeconfig"),
      text(inputs, "namespace"),
      text(inputs, "serviceAccount"),
    ];
    await waitForCredentials({ kubeconfig, namespace, serviceAccount }, this.#world);
    return { id: `${namespace}/${serviceAccount}`, outs: inputs };
  }

  update(_id: string, _urn: string, _olds: Properties, news: Properties): Promise<UpdateResult> {
    return Promise.resolve({ outs: news });
  }

  async delete(_id: string, urn: string, properties: Properties): Promise<void> {
    if (isIdentity(urn)) return;
    const list = await volumesOf(text(properties, "kubeconfig"));
    await waitUntilReleased(text(properties, "driver"), {
      ...this.#world,
      list,
      // the Kubernetes provider's own switch for a cluster that no longer exists
      mayBeUnreachable: process.env["PULUMI_K8S_DELETE_UNREACHABLE"] === "true",
    });
  }

  cancel(): Promise<void> {
    this.#cancelled = true;
    return Promise.resolve();
  }
}

const isIdentity = (urn: string): boolean => urn.includes("hanok:index:PodIdentityReady::");

/** A text among the properties, secret or not. */
function text(properties: Properties, key: string): string {
  const value = properties[key];
  if (typeof value !== "object" || value === null || !(mark in value)) return String(value);
  return String("value" in value ? value.value : undefined);
}
