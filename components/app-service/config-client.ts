import type { ConfigServer } from "./resolve-service.ts";

/** Spring Cloud Config's `spring.cloud.config.retry.*`, intervals in milliseconds. The image must contain spring-retry. */
export interface RetrySettings {
  readonly initialInterval: number;
  readonly multiplier: number;
  readonly maxInterval: number;
  readonly maxAttempts: number;
}

/** The config server may take a quarter longer than it declares before its clients give up and restart. */
const margin = 1.25;

/**
 * Retries that outlast the config server's own start-up.
 * A client that starts at the same time waits in its own process, so no init container has to poll.
 * The startup probe allows the same extra time.
 */
export function retrySettings(serverStartupSeconds: number): RetrySettings {
  const first = { initialInterval: 1000, multiplier: 1.5, maxInterval: 10_000 };
  for (let maxAttempts = 6; ; maxAttempts++) {
    const settings = { ...first, maxAttempts };
    if (waitSeconds(settings) > serverStartupSeconds * margin) return settings;
  }
}

/** Time between the first and the last attempt, in seconds. */
export function waitSeconds(settings: RetrySettings): number {
  let seconds = 0;
  let interval = settings.initialInterval;
  for (let attempt = 1; attempt < settings.maxAttempts; attempt++) {
    seconds += interval / 1000;
    interval = Math.min(interval * settings.multiplier, settings.maxInterval);
  }
  return seconds;
}

/** Variables of a Spring service that reads its settings at start-up. */
export function configVariables(server: ConfigServer): Readonly<Record<string, string>> {
  const { initialInterval, multiplier, maxInterval, maxAttempts } = retrySettings(
    server.startupSeconds,
  );
  return {
    SPRING_CLOUD_CONFIG_URI: `http://${server.name}:${server.port}`,
    // otherwise the service would start with defaults instead of its settings
    SPRING_CLOUD_CONFIG_FAIL_FAST: "true",
    SPRING_CLOUD_CONFIG_RETRY_INITIAL_INTERVAL: `${initialInterval}`,
    SPRING_CLOUD_CONFIG_RETRY_MULTIPLIER: `${multiplier}`,
    SPRING_CLOUD_CONFIG_RETRY_MAX_INTERVAL: `${maxInterval}`,
    SPRING_CLOUD_CONFIG_RETRY_MAX_ATTEMPTS: `${maxAttempts}`,
  };
}
