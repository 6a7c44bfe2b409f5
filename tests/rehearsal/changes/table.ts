import type { StoreFields, WebService } from "../../../components/app-service/service.ts";
import type { ServiceSpec } from "../../../components/app-service/service-spec.ts";

/** One change of one service, and the number of pods that must be reachable at every moment of it. */
export interface Change {
  /** Field of the service, of its system, or of the stack. */
  readonly field: keyof ServiceSpec | "versions" | "routes" | "release";
  readonly what: string;
  readonly before?: Partial<WebService>;
  readonly after?: Partial<WebService>;
  /** Pods that gateway and callers reach, at least. */
  readonly least: number;
  /** Pods in the end. @default 2 */
  readonly then?: number;
}

const horizontal = (min: number, max: number) =>
  ({ scaling: { kind: "horizontal", min, max, cpuPercent: 60 } }) as const;
const fixed = (replicas: number) =>
  ({ scaling: { kind: "fixed", replicas, because: "a test" } }) as const;
const byTime = {
  kind: "schedule",
  min: 2,
  max: 4,
  cpuPercent: 60,
  times: [{ from: "0 8 * * *", to: "0 20 * * *", min: 3 }],
} as const;
const volume = (path: string) => ({ ...fixed(2), volume: { path, storage: "1Gi" } }) as const;

type Cache = Readonly<Record<"cache", StoreFields>>;

/** Every field of a service. Each row is a service of its own, and all of them change in the same update. */
export const changes: Readonly<Record<string, Change>> = {
  image: { field: "image", what: "another repository", after: { image: "ghcr.io/a/b" }, least: 2 },
  version: { field: "versions", what: "another tag", least: 2 },
  command: { field: "command", what: "another program", after: { command: ["/app"] }, least: 2 },
  args: { field: "args", what: "one argument", after: { args: ["--verbose"] }, least: 2 },
  files: {
    field: "files",
    what: "another text",
    before: { files: { "/etc/app/app.yml": "a: 1" } },
    after: { files: { "/etc/app/app.yml": "a: 2" } },
    least: 2,
  },
  runtime: { field: "runtime", what: "go → python", after: { runtime: "python" }, least: 2 },
  port: { field: "port", what: "8080 → 9090", after: { port: 9090 }, least: 2 },
  health: {
    field: "health",
    what: "one path → two",
    after: { health: { readiness: "/ready", liveness: "/live" } },
    least: 2,
  },
  tcp: { field: "health", what: "a path → tcp", after: { health: { tcp: true } }, least: 2 },
  grpc: {
    field: "health",
    what: "a path → gRPC, each question in its own way",
    after: { health: { readiness: { grpc: true }, liveness: { tcp: true }, startup: "/started" } },
    least: 2,
  },
  ports: {
    field: "ports",
    what: "one port more, and another number",
    before: { ports: { admin: 9001 } },
    after: { ports: { admin: 9002, rpc: { port: 9090, protocol: "grpc" } } },
    least: 2,
  },
  protocol: {
    field: "protocol",
    what: "http → http2",
    after: { protocol: "http2" },
    least: 2,
  },
  headless: { field: "headless", what: "a name of each pod", after: { headless: true }, least: 2 },
  startup: { field: "startupSeconds", what: "30 → 60", after: { startupSeconds: 60 }, least: 2 },
  idle: { field: "idleSeconds", what: "60 → 300", after: { idleSeconds: 300 }, least: 2 },
  resources: {
    field: "resources",
    what: "more memory",
    after: { resources: { cpu: "20m", memory: "64Mi", memoryLimit: "96Mi" } },
    least: 2,
  },
  uses: { field: "uses", what: "one store more", after: { uses: ["cache"] }, least: 2 },
  "uses-as": {
    field: "uses",
    what: "a variable's name",
    before: { uses: ["cache"] },
    after: { uses: [{ store: "cache", as: { host: "REDIS_HOST" } }] },
    least: 2,
  },
  calls: { field: "callsTo", what: "one service more", after: { callsTo: ["port"] }, least: 2 },
  config: {
    field: "configServer",
    what: "reads a config server",
    before: { runtime: "spring" },
    after: { runtime: "spring", configServer: "settings" },
    least: 2,
  },
  template: {
    field: "environment",
    what: "another template",
    before: { uses: ["cache"], environment: { URL: ({ cache }: Cache) => cache.host } },
    after: {
      uses: ["cache"],
      environment: { URL: ({ cache }: Cache) => `redis://:${cache.password}@${cache.host}` },
    },
    least: 2,
  },
  variables: {
    field: "environment",
    what: "one variable more",
    after: { environment: { LOG_LEVEL: "debug" } },
    least: 2,
  },
  secrets: {
    field: "secrets",
    what: "one secret more",
    before: { secrets: { FIRST_KEY: "first" } },
    after: { secrets: { FIRST_KEY: "first", SECOND_KEY: "second" } },
    least: 2,
  },
  architectures: {
    field: "architectures",
    what: "amd64 → both",
    after: { architectures: ["amd64", "arm64"] },
    least: 2,
  },
  user: { field: "user", what: "another user", after: { user: 20001 }, least: 2 },
  privileges: {
    field: "privileges",
    what: "none → root, in a namespace of that level",
    after: { privileges: { root: true, capabilities: ["CHOWN"], because: "a test" } },
    least: 2,
  },
  writable: {
    field: "writable",
    what: "one folder more",
    after: { writable: ["/tmp", "/cache"] },
    least: 2,
  },
  internet: {
    field: "internet",
    what: "may reach it",
    after: { internet: { ports: [443], because: "a test" } },
    least: 2,
  },
  reaches: {
    field: "reaches",
    what: "a network more",
    before: { reaches: [{ cidr: "10.20.0.5/32", ports: [3306], because: "a test" }] },
    after: { reaches: [{ cidr: "10.20.0.0/28", ports: [3306, 3307], because: "a test" }] },
    least: 2,
  },
  metrics: {
    field: "metrics",
    what: "a port of its own",
    after: { metrics: { path: "/metrics", port: 9100 } },
    least: 2,
  },
  route: { field: "routes", what: "another path", least: 2 },
  target: { field: "routes", what: "methods, a header and a time-out", least: 2 },
  "to-horizontal": {
    field: "scaling",
    what: "fixed 4 → horizontal 4 to 8",
    before: fixed(4),
    after: horizontal(4, 8),
    least: 4,
    then: 4,
  },
  "to-fixed": {
    field: "scaling",
    what: "horizontal 4 to 8 → fixed 4",
    before: horizontal(4, 8),
    after: fixed(4),
    least: 4,
    then: 4,
  },
  "from-raised": {
    field: "scaling",
    what: "horizontal 2 to 6, raised to 5 → fixed 3",
    before: horizontal(2, 6),
    after: fixed(3),
    least: 3,
    then: 3,
  },
  "with-image": {
    field: "scaling",
    what: "fixed 4 → horizontal 4 to 8, and another image",
    before: fixed(4),
    after: { ...horizontal(4, 8), image: "ghcr.io/a/b" },
    least: 4,
    then: 4,
  },
  "by-memory": {
    field: "scaling",
    what: "by CPU → by memory as well",
    after: { scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60, memoryPercent: 80 } },
    least: 2,
  },
  "to-schedule": {
    field: "scaling",
    what: "horizontal → schedule, which KEDA owns",
    after: { scaling: byTime },
    least: 2,
  },
  "from-schedule": {
    field: "scaling",
    what: "schedule → fixed 2",
    before: { scaling: byTime },
    after: fixed(2),
    least: 1,
  },
  "to-queue": {
    field: "scaling",
    what: "horizontal → by the length of a list",
    before: { uses: ["cache"] },
    after: {
      uses: ["cache"],
      scaling: { kind: "queue", store: "cache", queue: "mails", perPod: 9, min: 2, max: 4 },
    },
    least: 2,
  },
  in: {
    field: "in",
    what: "a patch for this profile",
    after: { in: { local: { environment: { LOG_LEVEL: "debug" }, ...fixed(2) } } },
    least: 2,
  },
  "more-fixed": {
    field: "scaling",
    what: "fixed 2 → fixed 4",
    before: fixed(2),
    after: fixed(4),
    least: 2,
    then: 4,
  },
  released: {
    field: "release",
    what: "fixed 4 of a release without autoscaler → horizontal 4 to 8, and another image",
    before: fixed(4),
    after: { ...horizontal(4, 8), image: "ghcr.io/a/b" },
    least: 4,
    then: 4,
  },
  "volume-more": {
    field: "volume",
    what: "none → one",
    before: fixed(2),
    after: volume("/data"),
    least: 2,
  },
  // a StatefulSet ends a pod before it starts the next of the same name
  "volume-path": {
    field: "volume",
    what: "another path",
    before: volume("/data"),
    after: volume("/files"),
    least: 1,
  },
  "volume-less": {
    field: "volume",
    what: "one → none",
    before: volume("/data"),
    after: fixed(2),
    least: 2,
  },
};
