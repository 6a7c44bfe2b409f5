/** An autoscaled range of pods, by CPU, memory or both. */
export type Horizontal = { readonly kind: "horizontal" } & Range & Load;
interface Range {
  readonly min: number;
  readonly max: number;
}
/** Average use of the ready pods, in percent of their request. */
type Load =
  | { readonly cpuPercent: number; readonly memoryPercent?: number }
  | { readonly cpuPercent?: undefined; readonly memoryPercent: number };

/** `horizontal` by CPU, with a larger minimum between two moments, each in cron syntax and in the environment's time zone. */
export interface Schedule extends Range {
  readonly kind: "schedule";
  readonly cpuPercent: number;
  readonly times: readonly { readonly from: string; readonly to: string; readonly min: number }[];
}

/** By the messages of a queue in a bound RabbitMQ, or the items of a list in a bound Valkey. */
export interface Queue<D extends string = string> extends Range {
  readonly kind: "queue";
  readonly store: D;
  readonly queue: string;
  /** Messages for each pod. With `min: 0` no pod runs while the queue is empty. */
  readonly perPod: number;
}

/** A number of pods that no autoscaler may change, and why. */
export interface Fixed {
  readonly kind: "fixed";
  readonly replicas: number;
  readonly because: string;
}

export type Scaling<D extends string = string> = Horizontal | Schedule | Queue<D> | Fixed;
