import { connect } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";

/** Seconds between two checks, and the number of consecutive refused connections that count as an outage. */
const periodSeconds = 3;
const strikes = 4;

/** Watches the API server during a run. */
export interface Heartbeat {
  /** Aborted when connections have been refused for about ten seconds. */
  readonly signal: AbortSignal;
  readonly address: string;
  close(): void;
}

/**
 * Watches whether the API server accepts connections. Without it, the provider waits for an object until its timeout of
 * ten minutes or more. Only a refused connection counts, because a slow server is not down.
 */
export function watchServer(kubeconfig: string): Heartbeat {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const url = new URL(config.getCurrentCluster()?.server ?? "https://127.0.0.1");
  const abort = new AbortController();
  let refused = 0;
  const look = () => {
    const socket = connect(Number(url.port || 443), url.hostname);
    socket.setTimeout(periodSeconds * 1_000, () => socket.destroy());
    socket.on("connect", () => {
      refused = 0;
      socket.destroy();
    });
    socket.on("error", (error) => {
      refused = "code" in error && error.code === "ECONNREFUSED" ? refused + 1 : 0;
      if (refused >= strikes) abort.abort();
    });
  };
  const timer = setInterval(look, periodSeconds * 1_000);
  timer.unref();
  return { signal: abort.signal, address: url.host, close: () => clearInterval(timer) };
}
