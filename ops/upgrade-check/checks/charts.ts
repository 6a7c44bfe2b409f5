import { intersects, satisfies, validRange } from "semver";
import { karpenterSource, karpenterUpTo } from "../data/karpenter.ts";
import type { Finding } from "../finding.ts";
import type { Chart, Survey } from "../survey.ts";
import { type Minor, nameOfMinor } from "../version.ts";

/** Finds charts that do not support the new release, by their kubeVersion and by Karpenter's compatibility table. */
export function checkCharts({ charts }: Pick<Survey, "charts">, target: Minor): readonly Finding[] {
  return charts.flatMap((chart) => [
    ...validateRange(chart, target),
    ...validateKarpenter(chart, target),
  ]);
}

function validateRange(chart: Chart, target: Minor): readonly Finding[] {
  const { release, name, version, kubeVersion } = chart;
  if (kubeVersion === undefined) return [];
  const subject = `the chart ${name} ${version} (${release})`;
  // Helm accepts a release candidate of a release; includePrerelease does the same
  const range = validRange(asNpm(kubeVersion), { includePrerelease: true });
  if (range === null) {
    const problem = `requires Kubernetes ${kubeVersion}, which is not a valid range`;
    return [{ severity: "warns", subject, problem, remedy: "Read the chart's release notes." }];
  }
  const options = { includePrerelease: true };
  const isTaken =
    satisfies(`${nameOfMinor(target)}.0`, range, options) ||
    intersects(`~${nameOfMinor(target)}.0`, range, options);
  if (isTaken) return [];
  return [
    {
      severity: "blocks",
      subject,
      problem: `requires Kubernetes ${kubeVersion}, so Helm rejects it on ${nameOfMinor(target)}`,
      remedy: `Raise ${name} in components/cluster/addons/charts.json, and run up before the upgrade.`,
    },
  ];
}

/** Helm also accepts `>=1.16-0` and commas between bounds (https://github.com/Masterminds/semver#working-with-prerelease-versions). */
const asNpm = (range: string) =>
  range.replaceAll(",", " ").replace(/(?<![\d.])(\d+\.\d+)-(?=\w)/g, "$1.0-");

function validateKarpenter(
  { name, version, appVersion }: Chart,
  target: Minor,
): readonly Finding[] {
  if (name !== "karpenter") return [];
  const of = appVersion ?? version;
  const known = karpenterUpTo[of.replace(/^v/, "").split(".").slice(0, 2).join(".")];
  const subject = `karpenter ${of}`;
  const from = `${karpenterSource.url}, ${karpenterSource.read}`;
  if (known === undefined) {
    const problem = `is not in the compatibility table (${from})`;
    const remedy = "Look it up: https://karpenter.sh/docs/upgrading/compatibility";
    return [{ severity: "warns", subject, problem, remedy }];
  }
  if (known >= target) return [];
  const next = Object.entries(karpenterUpTo).find(([, upTo]) => upTo >= target)?.[0];
  return [
    {
      severity: "blocks",
      subject,
      problem: `supports Kubernetes up to ${nameOfMinor(known)} (${from})`,
      remedy:
        next === undefined
          ? `Wait for a Karpenter that supports ${nameOfMinor(target)}, then raise karpenter and karpenter-crd in charts.json.`
          : `Raise karpenter and karpenter-crd to ${next} or newer in charts.json, and run up before the upgrade.`,
    },
  ];
}

/**
 * The Gateway API's CRDs support at least the five newest releases, without an upper limit
 * (https://gateway-api.sigs.k8s.io/concepts/versioning/#supported-versions, read 2026-11-21).
 */
export function checkGatewayApi({ gatewayApi }: Pick<Survey, "gatewayApi">): readonly Finding[] {
  if (gatewayApi === undefined) return [];
  const subject = `the Gateway API ${gatewayApi}`;
  const problem = "supports at least the five newest releases of Kubernetes";
  return [{ severity: "info", subject, problem, remedy: "No action is needed." }];
}
