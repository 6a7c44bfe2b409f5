import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import { imageRef } from "../../images/reference.ts";
import type { Identity } from "../../workload/availability.ts";
import type { Named } from "../../workload/objects.ts";
import { shortHash } from "../../workload/config-map.ts";
import { type Engine, fromSecret, type ServerContext, type StoreUser } from "../engine.ts";
import { retireName, rootSecret } from "../../check/store-names.ts";
import { configFiles, type Mounted, podSpec, resourcesOf, scratch } from "./pod.ts";
import { scoreAnnotations } from "../../workload/labels.ts";

const directory = "/scripts";
/** Seconds that the script waits for the server. */
const waitSeconds = 300;
/** Deadline of the Job in seconds, including retries. */
const deadlineSeconds = 1500;

/** A store whose users a Job creates. */
export interface Provisioned {
  /** The store's identity. Its service account is that of the Job. */
  readonly identity: Identity;
  readonly engine: Engine;
  readonly context: ServerContext;
  /** How the Job reaches a store outside the cluster. @default by the store's Service, with the administrator's Secret */
  readonly access?: JobAccess;
}

type Container = Parameters<typeof podSpec>[1];

/** How a Job reaches a store outside the cluster. */
export interface JobAccess {
  readonly serviceAccount: string;
  readonly image: string;
  /** STORE_HOST. */
  readonly host: IEnvVar;
  readonly port: number;
  /** Files of the ConfigMap with the scripts. */
  readonly files: readonly string[];
  readonly env: (context: ServerContext) => readonly IEnvVar[];
  readonly mounted: readonly Mounted[];
  /** Runs before the script. */
  readonly init: Container;
}

/**
 * Returns the Job that creates the users of a store. A Job is immutable, so its name contains a hash of its content.
 * A new user results in a new Job, and the server keeps running.
 * There is no `ttlSecondsAfterFinished`: every run would create a deleted Job again.
 * @param scripts ConfigMap of the script
 * @param retires whether it also removes the services' users of other generations. @default false
 */
export function provisioningJob(
  provisioned: Provisioned,
  identity: Identity,
  scripts: string,
  retires = false,
): Named<IJob> {
  const { engine, context } = provisioned;
  const { script, interpreter } = engine.provisioning;
  const access = provisioned.access ?? ownAccess(provisioned);
  const pod = podSpec(
    access.serviceAccount,
    {
      name: "provision",
      image: imageRef(access.image, context.platform.imageCaches),
      command: [...interpreter, `${directory}/${script}`],
      env: [
        { name: "TZ", value: context.platform.timeZone },
        access.host,
        { name: "STORE_PORT", value: `${access.port}` },
        { name: "WAIT_SECONDS", value: `${waitSeconds}` },
        ...access.env(context),
        { name: "USER_COUNT", value: `${context.users.length}` },
        ...context.users.flatMap(userVariables),
        ...(retires ? [{ name: "RETIRE", value: "true" }] : []),
      ],
      // sized for mongosh, the largest client
      resources: resourcesOf("50m", "512Mi", "64Mi"),
    },
    [scratch("/tmp", "disk"), configFiles(scripts, directory, access.files), ...access.mounted],
    context.platform.pullSecrets,
    access.init,
  );
  const spec: IJob["spec"] = {
    backoffLimit: 4,
    activeDeadlineSeconds: deadlineSeconds,
    template: {
      metadata: { labels: identity.labels },
      // a failed pod stays, and so do its logs
      spec: { ...pod, restartPolicy: "Never" },
    },
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${retires ? retireName(context.name) : identity.name}-${shortHash(spec)}`,
      namespace: identity.namespace,
      labels: identity.labels,
      annotations: { ...scoreAnnotations },
    },
    spec,
  };
}

/** Access to a server of the system, in its own image. */
function ownAccess({ identity, engine, context }: Provisioned): Omit<JobAccess, "init"> & {
  readonly init?: Container;
} {
  const { script, env } = engine.provisioning;
  return {
    serviceAccount: identity.name,
    image: engine.image,
    host: { name: "STORE_HOST", value: context.name },
    port: engine.port,
    files: [script],
    env: (of) => [
      ...(env?.(of) ?? []),
      fromSecret("ROOT_PASSWORD", rootSecret(of.name), "password"),
    ],
    mounted: [],
  };
}

function userVariables(
  { service, login, database, secret, shares }: StoreUser,
  index: number,
): IEnvVar[] {
  return [
    { name: `USERNAME_${index}`, value: login },
    // the first generation does not need it, so that the Jobs of existing stores stay as they are
    ...(login === service ? [] : [{ name: `SERVICE_${index}`, value: service }]),
    { name: `DATABASE_${index}`, value: database },
    ...(shares === undefined
      ? []
      : [
          { name: `OWNER_${index}`, value: shares.of },
          { name: `RIGHTS_${index}`, value: shares.readOnly ? "read" : "write" },
        ]),
    fromSecret(`PASSWORD_${index}`, secret, "password"),
  ];
}
