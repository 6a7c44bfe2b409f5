import { type Engine, fromSecret, type Probe } from "../engine.ts";
import { awsCliImage } from "../provisioning/aws-cli.ts";
import { mebibytes } from "../in-cluster/quantity.ts";
import { sized } from "../in-cluster/sizes.ts";
import { rootSecret } from "../../check/store-names.ts";
import type { Quantity } from "../../platform.ts";

/** Port of the management API and UI. The Service does not expose it; use `kubectl port-forward`. */
export const managementPort = 15672;

/** Port of the management API of Amazon MQ, by HTTPS. */
const managedPort = 443;

const resources = sized({
  small: { cpu: "250m", memory: "768Mi" },
  large: { cpu: "1", memory: "2Gi" },
});

/** A check that starts an Erlang VM, which takes one or two seconds of CPU. Checks are therefore rare. */
function ask(question: string, periodSeconds: number): Probe {
  return {
    command: ["rabbitmq-diagnostics", "--quiet", question],
    periodSeconds,
    timeoutSeconds: 20,
  };
}

/** RabbitMQ with one broker. Production uses Amazon MQ. */
export function rabbitmq(spec: { readonly storage: Quantity }): Engine {
  return {
    image: "rabbitmq:4.1.8-management",
    port: 5672,
    databases: "one",
    provisioning: {
      script: "provision-rabbitmq.sh",
      interpreter: ["bash"],
      ports: [managementPort],
      env: ({ platform }) => [
        { name: "MANAGEMENT_PORT", value: `${managementPort}` },
        { name: "VIRTUAL_HOST", value: platform.system },
      ],
    },
    managed: {
      port: 5671,
      authorities: "public",
      hasReader: false,
      options: ["instanceClass"],
      makesPassword: true,
      // three of the next class cost twice as much
      instanceClass: () => "mq.m7g.medium",
      job: {
        image: awsCliImage,
        ports: [managedPort],
        env: ({ platform }) => [
          { name: "MANAGEMENT_PORT", value: `${managedPort}` },
          { name: "MANAGEMENT_TLS", value: "true" },
          { name: "VIRTUAL_HOST", value: platform.system },
        ],
      },
      load: async () => (await import("../managed/rabbitmq.ts")).rabbitmq,
    },
    inCluster: {
      startupSeconds: 40,
      terminationGracePeriodSeconds: 120,
      members: () => 1,
      storage: spec.storage,
      ephemeralStorage: "1Gi",
      // The image enables the plugin. Queues by themselves are in the detailed form only.
      metrics: {
        port: 15692,
        path: "/metrics/detailed",
        params: { family: ["queue_coarse_metrics", "queue_consumer_count"] },
      },
      server: ({ name, platform }) => ({
        env: [
          // used at the first start only
          { name: "RABBITMQ_DEFAULT_USER", value: "root" },
          fromSecret("RABBITMQ_DEFAULT_PASS", rootSecret(name), "password"),
          { name: "RABBITMQ_DEFAULT_VHOST", value: platform.system },
          { name: "RABBITMQ_LOGS", value: "-" },
        ],
        files: {
          directory: "/etc/rabbitmq/conf.d",
          content: {
            "50-hanok.conf": [
              // blocks publishers before the container reaches its memory limit
              `vm_memory_high_watermark.absolute = ${mebibytes(resources(platform.size).memory, 0.6)}MiB`,
              // blocks publishers before the claim is full; independent of its size, so that a larger claim does not restart the broker
              "disk_free_limit.absolute = 512MiB",
              "",
            ].join("\n"),
          },
        },
        resources: resources(platform.size),
        data: { path: "/var/lib/rabbitmq", subPath: "data" },
        writable: { "/tmp": "disk", "/var/log/rabbitmq": "disk" },
        startup: ask("check_running", 10),
        readiness: ask("check_port_connectivity", 30),
        liveness: ask("ping", 60),
      }),
    },
  };
}
