import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import { imageRef } from "../images/reference.ts";
import type { Identity } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import { shortHash } from "./config-map.ts";
import { fromSecret, type StoreUser } from "./engine.ts";
import { rootSecret } from "../check/store-names.ts";
import { configFiles, podSpec, resourcesOf, scoreAnnotations, scratch } from "./pod.ts";
import type { Planned } from "./server-pod.ts";

const directory = "/scripts";
/** Seconds that the script waits for the server, and seconds after which the Job is given up, attempts included. */
const waitSeconds = 300;
const deadlineSeconds = 1500;

/**
 * Makes the users of a store. Its name carries a hash of all that it does, because a Job cannot be changed; a new
 * user is a new Job, and the server goes on. No `ttlSecondsAfterFinished`: a Job that vanished would be made again
 * at every run.
 * @param scripts ConfigMap of the script
 */
export function provisioningJob(
  planned: Planned,
  identity: Identity,
  scripts: string,
): Named<IJob> {
  const { engine, context } = planned;
  const { script, interpreter, env } = engine.provisioning;
  const pod = podSpec(
    planned.identity.name,
    {
      name: "provision",
      image: imageRef(engine.image),
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
      ],
      // mongosh is the largest of the clients
      resources: resourcesOf("50m", "512Mi", "64Mi"),
    },
    [scratch("/tmp", "disk"), configFiles(scripts, directory, [script])],
  );
  const spec: IJob["spec"] = {
    backoffLimit: 4,
    activeDeadlineSeconds: deadlineSeconds,
    template: {
      metadata: { labels: identity.labels },
      // a failed pod stays, and with it what it said
      spec: { ...pod, restartPolicy: "Never" },
    },
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${identity.name}-${shortHash(spec)}`,
      namespace: identity.namespace,
      labels: identity.labels,
      annotations: { ...scoreAnnotations },
    },
    spec,
  };
}

function userVariables({ service, database, secret }: StoreUser, index: number): IEnvVar[] {
  return [
    { name: `USERNAME_${index}`, value: service },
    { name: `DATABASE_${index}`, value: database },
    fromSecret(`PASSWORD_${index}`, secret, "password"),
  ];
}
