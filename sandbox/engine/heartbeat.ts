import { connect } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";

/** Seconds between two looks, and how many in a row must be refused. */
const periodSeconds = 3;
const strikes = 4;

/** A watch over the API server while a run is under way. */
export interface Heartbeat {
  /** Aborted when nothing has listened at the API server's address for about ten seconds. */
  readonly signal: AbortSignal;
  readonly address: string;
  close(): void;
}

/**
 * Watches whether anything listens at the API server's address. The provider waits for an object up to its time-out,
 * ten minutes and more, also when the server that would tell of it is gone. Only a refused connection counts: a slow
 * server is no dead one.
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
