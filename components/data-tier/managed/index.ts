import * as pulumi from "@pulumi/pulumi";
import { exemptTag } from "../../check/exempt.ts";
import { endpointKey, endpointOf, rootSecret } from "../../check/store-names.ts";
import type { Statement } from "../../iam/policy-document.ts";
import type {
  Binding,
  DataPolicy,
  PlatformNetwork,
  Redundancy,
  ServicePlatform,
  Size,
} from "../../platform.ts";
import { applyObject } from "../../workload/apply.ts";
import { withoutHash } from "../../workload/config-map.ts";
import type { KubernetesObject } from "../../workload/objects.ts";
import type { Backend, StoreContext } from "../backend.ts";
import type { ServerSpec, Store, StoreUser } from "../engine.ts";
import { engineOf } from "../engines/index.ts";
import type { CreateManaged, ManagedArgs, ManagedServer } from "../managed-engine.ts";
import { noOptions } from "../options.ts";
import { usersOf } from "../store.ts";
import { fingerprintOf, secretMaker, userSecrets } from "../user-secrets.ts";
import { createRootSecret, createStoreGroup, readsSecret } from "./access.ts";
import { rdsAuthorities } from "./authorities.ts";
import { authoritiesMap, authoritiesOf, jobAccount, jobObjects, peersOf } from "./objects.ts";
import { SharedParts } from "./shared.ts";

/** The account of a cluster, as managed stores need it. */
export interface StoreAccount {
  readonly region: string;
  /** Prefix of all identifiers, `hanok-prod`. */
  readonly clusterName: string;
  /** ARN of the environment's key. */
  readonly keyArn: pulumi.Output<string>;
  /** Gives the pods of a service account a role with these statements. */
  readonly createPodIdentity: (
    name: string,
    identity: {
      readonly namespace: string;
      readonly serviceAccount: string;
      readonly statements: pulumi.Input<readonly Statement[]>;
    },
    options: pulumi.ResourceOptions,
  ) => pulumi.Resource;
}

/** Rules of production that a store without redundancy breaks. */
const zonalRules = [
  "mq-ha-in-production",
  "rds-multi-az",
  "redis-multi-az-failover",
  "aurora-two-instances",
];

export interface ManagedStoresArgs {
  /** Tag of what is backed up, and the plans, which exist before the first store. */
  readonly backup: {
    readonly tag: Readonly<Record<string, string>>;
    readonly plans: readonly pulumi.Resource[];
  };
  /** AWS provider of the stack: its account, region and tags. */
  readonly provider: pulumi.ProviderResource;
  readonly account: StoreAccount;
  readonly network: PlatformNetwork;
  /** Security group of the cluster's nodes and pods. Stores admit no other. */
  readonly nodeSecurityGroupId: pulumi.Output<string>;
  readonly size: Size;
  readonly redundancy: Redundancy;
  readonly data: DataPolicy;
}

/**
 * The managed stores of an environment: their subnet groups and the role of their monitoring, which they share, and a security
 * group, a key and an administrator for each. Every resource has the provider of the stack explicitly.
 */
export class ManagedStores extends pulumi.ComponentResource implements Backend {
  readonly #args: ManagedStoresArgs;
  readonly #engines: ReadonlyMap<ServerSpec["engine"], CreateManaged>;
  readonly #provider: pulumi.ProviderResource;
  readonly #shared: SharedParts;

  /** @param engines of the stores, as `loadEngines` loads them */
  constructor(
    name: string,
    args: ManagedStoresArgs,
    engines: ReadonlyMap<ServerSpec["engine"], CreateManaged>,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("hanok:index:ManagedStores", name, {}, options);
    this.#args = args;
    this.#engines = engines;
    const { account, network, provider } = args;
    this.#provider = provider;
    this.#shared = new SharedParts(account.clusterName, network.subnets.data, {
      parent: this,
      provider,
    });
    this.registerOutputs({});
  }

  readonly makes = ({ spec }: Store<ServerSpec>) => ({
    root: engineOf(spec).managed.makesPassword === true,
    memberKeyLength: undefined,
  });

  readonly binding = (
    { name, spec }: Store<ServerSpec>,
    { database, secret }: StoreUser,
    _: ServicePlatform,
  ): Binding => {
    const { databases, replicaSet, managed } = engineOf(spec);
    return {
      store: name,
      engine: spec.engine,
      connection: {
        // AWS chooses the hosts, so they travel with the user
        host: { secret, key: "host" },
        port: { value: `${managed.port}` },
        ...(managed.hasReader ? { reader: { secret, key: "reader" } } : {}),
        ...(databases === "none" ? {} : { database: { value: database } }),
        username: { secret, key: "username" },
        password: { secret, key: "password" },
      },
      transport: {
        tls: true,
        ca: managed.authorities === "public" ? "system" : authoritiesOf(name),
      },
      egress: { peers: peersOf(this.#subnets()), port: managed.port },
      ...(replicaSet === undefined ? {} : { replicaSet }),
    };
  };

  readonly create = (context: StoreContext): readonly pulumi.Resource[] => {
    const { store, passwords, platform, namespace } = context;
    const within = { parent: context.parent, deletedWith: namespace, dependsOn: [namespace] };
    const server = this.#createServer(context);
    const secrets = userSecrets(store, passwords, platform, within, {
      host: server.host,
      reader: server.reader ?? server.host,
      [endpointKey]: server.host.apply((host) =>
        endpointOf(store.spec.engine, `${host}:${engineOf(store.spec).managed.port}`, true),
      ),
    });
    const objects = {
      store,
      platform,
      region: this.#args.account.region,
      subnets: this.#subnets(),
    };
    const { managed } = engineOf(store.spec);
    const authorities =
      managed.authorities === "public"
        ? []
        : [applyObject(authoritiesMap(objects, rdsAuthorities(objects.region)), within)];
    if (managed.job === undefined) return [...secrets, ...authorities, ...server.ready];
    const arn = server.masterSecretArn ?? this.#createSecret(context);
    const root = secretMaker(
      store.name,
      platform,
      within,
    )(rootSecret(store.name), {
      host: server.host,
      arn,
    });
    const after = [...secrets, ...authorities, root, ...server.ready];
    return this.#createJob(context, jobObjects(objects), arn, after, within);
  };

  readonly retirement = (
    store: Store<ServerSpec>,
    platform: ServicePlatform,
  ): KubernetesObject | undefined => {
    const { generation = 1 } = store;
    if (generation === 1 || engineOf(store.spec).managed.job === undefined) return undefined;
    const { region } = this.#args.account;
    return jobObjects({ store, platform, region, subnets: this.#subnets() }, true).at(-1);
  };

  #subnets(): readonly string[] {
    return this.#args.network.subnets.data.map(({ cidr }) => cidr);
  }

  #createServer({ store, passwords, platform, parent }: StoreContext): ManagedServer {
    const { spec, options = noOptions } = store;
    const { account, network, nodeSecurityGroupId, size, redundancy, data, backup } = this.#args;
    const { managed } = engineOf(spec);
    const engine = this.#engines.get(spec.engine);
    if (engine === undefined) throw new Error(`${spec.engine} is not loaded`);
    const name = `${platform.system}-${store.name}`;
    const within = { parent, provider: this.#provider, dependsOn: [...backup.plans] };
    const ports = [...new Set([managed.port, ...(managed.job?.ports ?? [])])];
    const args: ManagedArgs = {
      identifier: this.#identifierOf(store, platform),
      spec,
      managed,
      options,
      instanceClass: options.instanceClass ?? managed.instanceClass(size),
      size,
      redundancy: options.redundancy ?? redundancy,
      data,
      users: usersOf(store, platform).flatMap((user) => {
        const password = passwords.users[user.service]?.result;
        return password === undefined ? [] : [{ ...user, password: pulumi.secret(password) }];
      }),
      rootPassword: passwords.root && pulumi.secret(passwords.root.result),
      zones: network.subnets.data.map(({ zone }) => zone),
      subnetIds: network.subnets.data.map(({ id }) => id),
      subnetGroup: (service) => this.#shared.subnetGroup(service),
      securityGroupId: createStoreGroup(name, { ...network, nodeSecurityGroupId, ports }, within)
        .id,
      keyArn: account.keyArn,
      monitoringRoleArn: () => this.#shared.monitoringRoleArn(),
      tags: this.#tagsOf(options.redundancy),
      backupTag: this.#args.backup.tag,
    };
    return engine(name, args, within);
  }

  #identifierOf(store: Store, { system }: ServicePlatform): string {
    return `${this.#args.account.clusterName}-${system}-${store.name}`;
  }

  #tagsOf(own: Redundancy | undefined): Readonly<Record<string, string>> {
    return own === "none"
      ? Object.assign(
          {},
          ...zonalRules.map((rule) => exemptTag(rule, "hanok:storeOptions says none")),
        )
      : {};
  }

  #createSecret({ store, platform, passwords, parent, data }: StoreContext): pulumi.Output<string> {
    const { root } = passwords;
    if (root === undefined) throw new Error(`${store.name} has no administrator's password`);
    const { keyArn } = this.#args.account;
    const identifier = this.#identifierOf(store, platform);
    return createRootSecret(
      `${platform.system}-${store.name}-root`,
      { identifier, password: root.result, keyArn, data },
      { parent, provider: this.#provider },
    );
  }

  #createJob(
    { store, platform, passwords, parent, namespace }: StoreContext,
    objects: readonly KubernetesObject[],
    arn: pulumi.Output<string>,
    after: readonly pulumi.Resource[],
    options: pulumi.CustomResourceOptions,
  ): readonly pulumi.Resource[] {
    const { account } = this.#args;
    const role = account.createPodIdentity(
      `${platform.system}-${jobAccount(store.name)}`,
      {
        namespace: platform.namespace,
        serviceAccount: jobAccount(store.name),
        statements: pulumi.all([arn, account.keyArn]).apply(([of, key]) => readsSecret(of, key)),
      },
      { parent, dependsOn: [namespace] },
    );
    const created: pulumi.Resource[] = [...after, role];
    // a new run of the Job sets a changed password
    const replacementTrigger = fingerprintOf(passwords);
    for (const object of objects) {
      const isJob = object.kind === "Job";
      const isHashed = isJob || object.kind === "ConfigMap";
      const last = { ...options, dependsOn: [...created], replacementTrigger };
      created.push(
        applyObject(object, isJob ? last : options, {
          stableName: isHashed ? withoutHash(object.metadata.name) : object.metadata.name,
        }),
      );
    }
    return created.slice(-1);
  }
}

/** Loads the classes of AWS for the engines of these stores. */
export async function loadEngines(
  specs: readonly ServerSpec[],
): Promise<ReadonlyMap<ServerSpec["engine"], CreateManaged>> {
  const byEngine = new Map(specs.map((spec) => [spec.engine, engineOf(spec).managed] as const));
  const loaded = await Promise.all(
    [...byEngine].map(async ([engine, { load }]) => [engine, await load()] as const),
  );
  return new Map(loaded);
}
