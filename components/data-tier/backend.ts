import type * as pulumi from "@pulumi/pulumi";
import type { Binding, DataPolicy, ServicePlatform } from "../platform.ts";
import type { KubernetesObject } from "../workload/objects.ts";
import type { Passwords } from "./passwords.ts";
import type { ServerSpec, Store, StoreUser } from "./spec.ts";

/** What a backend needs to create one store. */
export interface StoreContext {
  readonly store: Store<ServerSpec>;
  readonly passwords: Passwords;
  readonly platform: ServicePlatform;
  readonly data: DataPolicy;
  readonly parent: pulumi.Resource;
  /** The system's namespace. */
  readonly namespace: pulumi.Resource;
}

/** Where stores run: in the cluster, or as services of AWS. A service cannot tell which. */
export interface Backend {
  /** Passwords that the program makes beside those of the users. */
  readonly makes: (store: Store<ServerSpec>) => {
    readonly root: boolean;
    /** Length of the key of members. Undefined for none. */
    readonly memberKeyLength: number | undefined;
  };
  /** The access of one user. It is plain data, known in a preview. */
  readonly binding: (
    store: Store<ServerSpec>,
    user: StoreUser,
    platform: ServicePlatform,
  ) => Binding;
  /** Creates the store with its users, and returns the resources that a client service must wait for. */
  readonly create: (context: StoreContext) => readonly pulumi.Resource[];
  /** The Job that removes the users of earlier generations. Undefined in the first generation, and where no Job is needed. */
  readonly retirement: (
    store: Store<ServerSpec>,
    platform: ServicePlatform,
  ) => KubernetesObject | undefined;
}
