import { type Cases, three, unknown } from "../support/case.ts";
import { container, cronJob, podSpec, template, workload } from "../support/kubernetes.ts";

const api = (...containers: readonly object[]) => workload("api", podSpec({ containers }));
const main = `api ${template}.containers[0]`;
const ports = [{ name: "http", containerPort: 8080 }];
const probe = (path: string) => ({ httpGet: { path, port: "http" } });

export const containerCases: Cases = {
  "pod-requests-and-memory-limit": three({
    passes: api(container()),
    fails: api(container({ resources: { requests: { cpu: "1" } } })),
    violates: [`${main}.resources.requests.memory`, `${main}.resources.limits.memory`],
    edge: api(
      container({
        resources: { requests: { cpu: 1, memory: "2Gi" }, limits: { memory: "1024Mi" } },
      }),
    ),
    why: "a request above its limit, in another unit",
    finds: [`${main}.resources.requests.memory`],
  }),
  "pod-readiness-probe": three({
    passes: api(container({ ports, readinessProbe: probe("/ready") })),
    fails: api(container({ ports })),
    violates: [`${main}.readinessProbe`],
    edge: cronJob("sweep", podSpec({ containers: [container({ ports })] })),
    why: "a CronJob serves nobody",
  }),
  "pod-liveness-probe-distinct": three({
    passes: api(
      container({ ports, readinessProbe: probe("/ready"), livenessProbe: probe("/live") }),
    ),
    fails: api(container({ ports, readinessProbe: probe("/"), livenessProbe: probe("/") })),
    violates: [`${main}.livenessProbe`],
    edge: api(
      container({
        ports,
        readinessProbe: probe("/"),
        livenessProbe: { ...probe("/"), failureThreshold: 6 },
      }),
    ),
    why: "the same question with more patience",
  }),
  "pod-probe-port-declared": three({
    passes: api(container({ ports, readinessProbe: probe("/") })),
    fails: api(container({ ports, livenessProbe: { tcpSocket: { port: 9090 } } })),
    violates: [`${main}.livenessProbe.tcpSocket.port`],
    edge: api(container({ ports, startupProbe: { grpc: { port: 8080 } } })),
    why: "the number of a named port",
  }),
  "duplicate-env-vars": three({
    passes: api(container({ env: [{ name: "A", value: "1" }] })),
    fails: api(
      container({
        env: [
          { name: "A", value: "1" },
          { name: "A", value: "2" },
        ],
      }),
    ),
    violates: [`${main}.env[1].name`],
    edge: api(
      container({ env: [{ name: "A", value: "1" }] }),
      container({ name: "two", env: [{ name: "A", value: unknown }] }),
    ),
    why: "the same name in two containers",
  }),
};
