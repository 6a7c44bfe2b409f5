import type { DeprecatedCalls } from "../survey.ts";
import { minorOf } from "../version.ts";

const line = /^apiserver_requested_deprecated_apis\{(?<labels>[^}]*)\} (?<value>\S+)/;

/**
 * Which versions that go were asked for since the API server has started
 * (https://kubernetes.io/docs/reference/instrumentation/metrics/). Pure.
 * @param metrics of the API server, in Prometheus' text form
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
