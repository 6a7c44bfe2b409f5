import type { DeprecatedCalls } from "../survey.ts";
import { minorOf } from "../version.ts";

const line = /^apiserver_requested_deprecated_apis\{(?<labels>[^}]*)\} (?<value>\S+)/;

/**
 * Requests for deprecated API versions since the API server's start
 * (https://kubernetes.io/docs/reference/instrumentation/metrics/).
 * @param metrics the API server's metrics in Prometheus' text format
 */
export function callsOf(metrics: string): readonly DeprecatedCalls[] {
  return metrics.split("\n").flatMap((one): readonly DeprecatedCalls[] => {
    const { labels, value } = line.exec(one)?.groups ?? {};
    if (labels === undefined || Number(value) === 0) return [];
    const of = (name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? "";
    return [
      {
        group: of("group"),
        version: of("version"),
        resource: of("resource"),
        removed: minorOf(of("removed_release")),
      },
    ];
  });
}
