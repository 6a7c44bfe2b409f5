import { readdirSync, readFileSync } from "node:fs";
import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { ICronJob } from "kubernetes-models/batch/v1/CronJob";
import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import { imageRef } from "../../../images/reference.ts";
import type { ImageCaches, VaultUser } from "../../../platform.ts";
import { configMap, shortHash } from "../../../workload/config-map.ts";
import { scoreAnnotations } from "../../../workload/labels.ts";
import type { Named } from "../../../workload/objects.ts";
import { priorities } from "../../../workload/priority.ts";
import { anyUser, containerSecurity, podSecurity } from "../../../workload/security.ts";
import { accounts, clientsOf, mountsOf, vaultNamespace } from "./clients.ts";
import { audience, type Plan } from "./scripts/plan.ts";
import { auditFile, keySecret, serverCertificate, serverHost, vaultPort } from "./server.ts";

/** Runs TypeScript as it is; `repo:tag` in images.lock.json. */
export const nodeImage = "node:24.21.0-alpine";

/** What the Jobs need to know of an environment. */
export interface VaultJobsArgs {
  readonly replicas: number;
  /** Region, with AWS. @default a cluster without AWS */
  readonly region?: string;
  readonly users: readonly VaultUser[];
  /** IANA time zone of the snapshots' hours. */
  readonly timeZone: string;
  /** Hash of the release: what changes the servers has them checked again. */
  readonly release: string;
  /** Caches that the image comes from. @default none */
  readonly imageCaches?: ImageCaches;
}

/** Names and keys of the ConfigMap with the add-on's AWS resources. */
const awsNames = "aws";

/** Seconds that the bootstrap may take, with the first start of the servers. */
const deadlineSeconds = 1500;

/** What the bootstrap and the snapshots read: the servers, the stores of keys and snapshots, and the rights of each user. */
export function planOf({ replicas, region, users }: VaultJobsArgs): Plan {
  return {
    servers: Array.from(
      { length: replicas },
      (_, server) => `https://${serverHost(server)}:${vaultPort}`,
    ),
    seal: region === undefined ? "shamir" : "auto",
    keyStore:
      region === undefined
        ? { kind: "secret", namespace: vaultNamespace, name: keySecret }
        : { kind: "secrets-manager", region },
    kubernetes: { kubernetes_host: "https://kubernetes.default.svc:443" },
    auditFile,
    mounts: mountsOf(users),
    clients: clientsOf(users),
  };
}

/** The ConfigMap with the scripts and the plan. */
export function filesOf(args: VaultJobsArgs) {
  const folder = new URL("scripts/", import.meta.url);
  const scripts = readdirSync(folder)
    .sort()
    .map((file) => [file, readFileSync(new URL(file, folder), "utf8")] as const);
  return configMap(
    {
      name: accounts.bootstrap,
      namespace: vaultNamespace,
      labels: labelsOf(accounts.bootstrap),
      selector: {},
    },
    {
      ...Object.fromEntries(scripts),
      // Node takes the files for modules
      "package.json": JSON.stringify({ type: "module" }),
      "plan.json": JSON.stringify(planOf(args)),
    },
  );
}

/** The Job that initialises and configures Vault. Its name changes with the plan and the release, so that it runs again. */
export function bootstrapJob(args: VaultJobsArgs, files: string): Named<IJob> {
  const env = args.region === undefined ? [] : [{ name: "KEYS_SECRET", ...fromAwsNames("keys") }];
  const spec: IJob["spec"] = {
    backoffLimit: 2,
    activeDeadlineSeconds: deadlineSeconds,
    podFailurePolicy: {
      rules: [
        // only people can go on
        {
          action: "FailJob",
          onExitCodes: { containerName: "vault", operator: "In", values: [3] },
        },
        { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
      ],
    },
    template: {
      metadata: {
        labels: labelsOf(accounts.bootstrap),
        annotations: { "hanok.dev/release": args.release },
      },
      // a failed pod stays, and so do its logs
      spec: pod(
        accounts.bootstrap,
        "supervise",
        env,
        files,
        args.region === undefined,
        args.imageCaches,
      ),
    },
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${accounts.bootstrap}-${shortHash(spec)}`,
      namespace: vaultNamespace,
      labels: labelsOf(accounts.bootstrap),
      annotations: { ...scoreAnnotations },
    },
    spec,
  };
}

/** The CronJob that puts a snapshot into the bucket every six hours. */
export function snapshotJob(args: VaultJobsArgs, files: string): Named<ICronJob> {
  const env = [{ name: "SNAPSHOT_BUCKET", ...fromAwsNames("snapshots") }];
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: {
      name: accounts.snapshots,
      namespace: vaultNamespace,
      labels: labelsOf(accounts.snapshots),
      annotations: { ...scoreAnnotations },
    },
    spec: {
      schedule: "17 */6 * * *",
      timeZone: args.timeZone,
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 2,
      jobTemplate: {
        spec: {
          backoffLimit: 3,
          activeDeadlineSeconds: 1800,
          template: {
            metadata: { labels: labelsOf(accounts.snapshots) },
            spec: pod(accounts.snapshots, "snapshot", env, files, false, args.imageCaches),
          },
        },
      },
    },
  };
}

const labelsOf = (name: string): Record<string, string> => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/part-of": "vault",
  "app.kubernetes.io/managed-by": "hanok",
});

const fromAwsNames = (key: string): Pick<IEnvVar, "valueFrom"> => ({
  valueFrom: { configMapKeyRef: { name: awsNames, key } },
});

const paths = { scripts: "/scripts", tls: "/tls", token: "/token", spool: "/spool" } as const;

function pod(
  serviceAccount: string,
  what: string,
  env: readonly IEnvVar[],
  files: string,
  callsKubernetes: boolean,
  imageCaches?: ImageCaches,
): IPodSpec {
  const variables = {
    PLAN_FILE: `${paths.scripts}/plan.json`,
    CA_FILE: `${paths.tls}/ca.crt`,
    JWT_FILE: `${paths.token}/token`,
    SPOOL_FILE: `${paths.spool}/keys`,
  };
  return {
    restartPolicy: "Never",
    serviceAccountName: serviceAccount,
    automountServiceAccountToken: callsKubernetes,
    priorityClassName: priorities.platform.name,
    enableServiceLinks: false,
    // time to store keys that Vault just made
    terminationGracePeriodSeconds: 60,
    securityContext: podSecurity(anyUser),
    containers: [
      {
        name: "vault",
        image: imageRef(nodeImage, imageCaches),
        imagePullPolicy: "IfNotPresent",
        command: ["node", `${paths.scripts}/main.ts`, what],
        env: [...Object.entries(variables).map(([name, value]) => ({ name, value })), ...env],
        resources: {
          requests: { cpu: "50m", memory: "256Mi", "ephemeral-storage": "64Mi" },
          limits: { memory: "256Mi", "ephemeral-storage": "64Mi" },
        },
        securityContext: containerSecurity(anyUser),
        terminationMessagePolicy: "FallbackToLogsOnError",
        volumeMounts: Object.entries(paths).map(([name, mountPath]) => ({
          name,
          mountPath,
          readOnly: name !== "spool",
        })),
      },
    ],
    volumes: [
      { name: "scripts", configMap: { name: files } },
      // the private key is for the servers alone
      {
        name: "tls",
        secret: { secretName: serverCertificate, items: [{ key: "ca.crt", path: "ca.crt" }] },
      },
      {
        name: "token",
        projected: {
          sources: [{ serviceAccountToken: { audience, path: "token", expirationSeconds: 3600 } }],
        },
      },
      { name: "spool", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
    ],
  };
}
