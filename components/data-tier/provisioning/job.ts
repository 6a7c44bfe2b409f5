import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import { imageRef } from "../../images/reference.ts";
import type { Identity } from "../../workload/availability.ts";
import type { Named } from "../../workload/objects.ts";
import { shortHash } from "../../workload/config-map.ts";
import { type Engine, fromSecret, type ServerContext, type StoreUser } from "../engine.ts";
import { retireName, rootSecret } from "../../check/store-names.ts";
import { configFiles, podSpec, resourcesOf, scoreAnnotations, scratch } from "./pod.ts";

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
  const { script, interpreter, env } = engine.provisioning;
  const pod = podSpec(
    provisioned.identity.name,
    {
      name: "provision",
      image: imageRef(engine.image, context.platform.imageCaches),
      command: [...interpreter, `${directory}/${script}`],
      env: [
        { name: "TZ", value: context.platform.timeZone },
        { name: "STORE_HOST", value: context.name },
        { name: "STORE_PORT", value: `${engine.port}` },
        { name: "WAIT_SECONDS", value: `${waitSeconds}` },
        ...(env?.(context) ?? []),
        fromSecret("ROOT_PASSWORD", rootSecret(context.name), "password"),
        { name: "USER_COUNT", value: `${context.users.length}` },
        ...context.users.flatMap(userVariables),
        ...(retires ? [{ name: "RETIRE", value: "true" }] : []),
      ],
      // sized for mongosh, the largest client
      resources: resourcesOf("50m", "512Mi", "64Mi"),
    },
    [scratch("/tmp", "disk"), configFiles(scripts, directory, [script])],
    context.platform.pullSecrets,
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
