import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import { provisionName, rootSecret } from "../../check/store-names.ts";
import { imageRef } from "../../images/reference.ts";
import type { Peer, ServicePlatform } from "../../platform.ts";
import type { Identity } from "../../workload/availability.ts";
import { configMap } from "../../workload/config-map.ts";
import { labelsOf, selectorOf } from "../../workload/labels.ts";
import { networkPolicy } from "../../workload/network-policy.ts";
import type { KubernetesObject, Named } from "../../workload/objects.ts";
import { fromSecret, type ServerSpec, type Store } from "../engine.ts";
import { engineOf } from "../engines/index.ts";
import { awsCliImage } from "../provisioning/aws-cli.ts";
import { type JobAccess, provisioningJob } from "../provisioning/job.ts";
import { resourcesOf } from "../provisioning/pod.ts";
import { script } from "../provisioning/scripts.ts";
import { usersOf } from "../store.ts";

/** Where EKS Pod Identity answers a pod (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html). */
export const podIdentityAgent: Peer = { ipBlock: { cidr: "169.254.170.23/32" } };

/** The endpoints of AWS's APIs, inside the VPC or public. */
const anywhere: Peer = { ipBlock: { cidr: "0.0.0.0/0" } };

/** Directory and file with the authorities of the store's certificate. */
const authorities = { directory: "/etc/authorities", file: "ca.pem" } as const;
const master = { directory: "/run/master", file: "/run/master/secret.json" } as const;

/** ConfigMap with the authorities of a store's certificate. */
export const authoritiesOf = (store: string) =>
  ({ configMap: `${store}-ca`, key: authorities.file }) as const;

/** What the objects of a managed store in the cluster need. */
export interface ManagedObjectsArgs {
  readonly store: Store<ServerSpec>;
  readonly platform: ServicePlatform;
  readonly region: string;
  /** CIDR blocks of the data subnets. */
  readonly subnets: readonly string[];
}

/** The service account of a store's provisioning Job, which alone may read the administrator's password. */
export const jobAccount = (store: string): string => provisionName(store);

/** The ConfigMap with the authorities, where they are not public. */
export function authoritiesMap(
  { store, platform }: ManagedObjectsArgs,
  pem: string,
): Named<IConfigMap> {
  const { configMap: name, key } = authoritiesOf(store.name);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name,
      namespace: platform.namespace,
      labels: labelsOf(platform.system, store.name),
    },
    data: { [key]: pem },
  };
}

/** The objects of the provisioning Job, and the Job as the last. */
export function jobObjects(args: ManagedObjectsArgs, retires = false): readonly KubernetesObject[] {
  const { store, platform } = args;
  const identity = identityOf(args, jobAccount(store.name));
  const engine = engineOf(store.spec);
  const { script: file } = engine.provisioning;
  const files = [file, ...(file.endsWith(".sh") ? ["master.sh"] : [])];
  const scripts = configMap(
    identity,
    Object.fromEntries(files.map((name) => [name, script(name)])),
  );
  const provisioned = {
    identity: identityOf(args, store.name),
    engine,
    context: {
      engine: store.spec.engine,
      name: store.name,
      members: 1,
      users: usersOf(store, platform),
      platform,
    },
    access: accessOf(args, files),
  };
  const job = provisioningJob(provisioned, identity, scripts.metadata.name, retires);
  return [serviceAccount(identity), policyOf(args, identity), scripts, job];
}

function accessOf({ store, platform, region }: ManagedObjectsArgs, files: readonly string[]) {
  const { managed, image } = engineOf(store.spec);
  const ca = authoritiesOf(store.name);
  const isPublic = managed.authorities === "public";
  return {
    serviceAccount: jobAccount(store.name),
    image: managed.job?.image ?? image,
    host: fromSecret("STORE_HOST", rootSecret(store.name), "host"),
    port: managed.port,
    files,
    env: (context) => [
      { name: "MASTER_FILE", value: master.file },
      ...(isPublic ? [] : [{ name: "TLS_CA", value: `${authorities.directory}/${ca.key}` }]),
      ...(managed.job?.env?.(context) ?? []),
    ],
    mounted: [
      {
        volume: { name: "master", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
        mounts: [{ name: "master", mountPath: master.directory }],
      },
      ...(isPublic
        ? []
        : [
            {
              volume: { name: "authorities", configMap: { name: ca.configMap } },
              mounts: [{ name: "authorities", mountPath: authorities.directory, readOnly: true }],
            },
          ]),
    ],
    init: readsMaster(store.name, platform, region),
  } satisfies JobAccess;
}

/** Reads the administrator's password into the pod's memory, by the Job's own role. */
function readsMaster(
  store: string,
  { imageCaches }: ServicePlatform,
  region: string,
): Omit<IContainer, "securityContext" | "imagePullPolicy" | "volumeMounts"> {
  const read =
    'umask 077; aws secretsmanager get-secret-value --secret-id "$SECRET_ARN" --query SecretString --output text';
  return {
    name: "master",
    image: imageRef(awsCliImage, imageCaches),
    command: ["sh", "-ec", `${read} > ${master.file}`],
    env: [
      fromSecret("SECRET_ARN", rootSecret(store), "arn"),
      { name: "AWS_REGION", value: region },
      { name: "HOME", value: "/tmp" },
    ],
    resources: resourcesOf("50m", "256Mi", "64Mi"),
  };
}

/** Policy of the Job. Egress: DNS, the data subnets on the store's ports, the credentials of its role, and Secrets Manager. */
function policyOf(
  { store, platform, subnets }: ManagedObjectsArgs,
  identity: Identity,
): Named<INetworkPolicy> {
  const { managed } = engineOf(store.spec);
  return networkPolicy(
    identity,
    [],
    [
      { peers: platform.dns.peers, ports: [53], protocols: ["UDP", "TCP"] },
      { peers: peersOf(subnets), ports: managed.job?.ports ?? [managed.port] },
      { peers: [podIdentityAgent], ports: [80] },
      { peers: [anywhere], ports: [443] },
    ],
  );
}

/** The data subnets as peers. */
export const peersOf = (subnets: readonly string[]): readonly Peer[] =>
  subnets.map((cidr) => ({ ipBlock: { cidr } }));

function identityOf({ platform }: ManagedObjectsArgs, name: string): Identity {
  const { namespace, system } = platform;
  return {
    name,
    namespace,
    labels: labelsOf(system, name),
    selector: selectorOf(system, name),
  };
}

function serviceAccount({ name, namespace, labels }: Identity): Named<IServiceAccount> {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, labels },
    automountServiceAccountToken: false,
  };
}
