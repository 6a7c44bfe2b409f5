import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { logDisks, logLimits, logRequests, savedObjects, stream } from "./lifecycle.ts";
import { container, elasticImage, labels, type LogsArgs, restricted } from "./objects.ts";

const script = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/** Files of the Jobs. */
function filesOf({ size, redundancy }: LogsArgs): Readonly<Record<string, string>> {
  const [policy, template] = Object.entries(logRequests(logDisks(size, redundancy)));
  return {
    "set-up.sh": script("set-up.sh"),
    "keep-within.sh": script("keep-within.sh"),
    ...fileOf("policy", policy),
    ...fileOf("template", template),
    "saved-objects.ndjson": `${savedObjects()}\n`,
  };
}

const fileOf = (name: string, [path, body]: readonly [string, unknown] = ["", {}]) => ({
  [`${name}.path`]: path,
  [`${name}.json`]: JSON.stringify(body),
});

const certificate = (name: string, secret: string) => ({ name, secret: { secretName: secret } });

function pod(
  command: string,
  env: Readonly<Record<string, string>>,
  { priority, imageCaches }: LogsArgs,
) {
  return {
    metadata: { labels: { ...labels, "app.kubernetes.io/name": "logs-keeper" } },
    spec: {
      restartPolicy: "OnFailure",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: priority,
      securityContext: restricted,
      containers: [
        {
          name: "keeper",
          // it has sh, curl and awk, and is on the nodes already
          image: elasticImage("elasticsearch", imageCaches),
          command: ["sh", `/files/${command}`],
          env: [
            { name: "ES_USER", value: "elastic" },
            {
              name: "ES_PASSWORD",
              valueFrom: { secretKeyRef: { name: "logs-es-elastic-user", key: "elastic" } },
            },
            ...Object.entries(env).map(([name, value]) => ({ name, value })),
          ],
          resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "64Mi" } },
          securityContext: container,
          volumeMounts: [
            { name: "files", mountPath: "/files", readOnly: true },
            { name: "elasticsearch", mountPath: "/elasticsearch", readOnly: true },
            { name: "kibana", mountPath: "/kibana", readOnly: true },
            { name: "tmp", mountPath: "/tmp" },
          ],
        },
      ],
      volumes: [
        { name: "files", configMap: { name: "logs-files" } },
        certificate("elasticsearch", "logs-es-http-certs-public"),
        certificate("kibana", "logs-kb-http-certs-public"),
        { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
      ],
    },
  };
}

/**
 * What sets Elasticsearch and Kibana up, and keeps the volume within the disks. The name of the Job changes with its files, so a change
 * runs it again.
 */
export function logKeepers(args: LogsArgs) {
  const { namespace, size, redundancy } = args;
  const files = filesOf(args);
  const hash = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 8);
  const env = { URL: "https://logs-es-http:9200", CA: "/elasticsearch/ca.crt", STREAM: stream };
  const limit = { LIMIT: String(logLimits(logDisks(size, redundancy)).total) };
  const setUp = {
    FILES: "/files",
    KIBANA_URL: "https://logs-kb-http:5601",
    KIBANA_CA: "/kibana/ca.crt",
  };
  const meta = (name: string) => ({ name, namespace, labels: { ...labels } });
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata: meta("logs-files"), data: files },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: meta(`logs-set-up-${hash}`),
      spec: {
        backoffLimit: 10,
        activeDeadlineSeconds: 1800,
        template: pod("set-up.sh", { ...env, ...setUp }, args),
      },
    },
    {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: meta("logs-keep-within"),
      spec: {
        schedule: "*/10 * * * *",
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          spec: {
            backoffLimit: 2,
            activeDeadlineSeconds: 300,
            template: pod("keep-within.sh", { ...env, ...limit }, args),
          },
        },
      },
    },
  ] as const;
}
