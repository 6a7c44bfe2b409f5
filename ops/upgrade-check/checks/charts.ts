import { intersects, satisfies, validRange } from "semver";
import { karpenterSource, karpenterUpTo } from "../data/karpenter.ts";
import type { Finding } from "../finding.ts";
import type { Chart, Survey } from "../survey.ts";
import { type Minor, nameOfMinor } from "../version.ts";

/** Charts that their authors do not give to the new release, and Karpenter by its own table. */
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
  // Helm's own reading takes a release candidate for its release; so does includePrerelease
  const range = validRange(asNpm(kubeVersion), { includePrerelease: true });
  if (range === null) {
    const problem = `takes Kubernetes ${kubeVersion}, which cannot be read`;
    return [{ severity: "warns", subject, problem, remedy: "Read the chart's own notes." }];
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
      problem: `takes Kubernetes ${kubeVersion}, so Helm refuses it on ${nameOfMinor(target)}`,
      remedy: `Take a newer ${name} in components/cluster/addons/charts.json, and run up before the upgrade.`,
    },
  ];
}

/** Helm also takes `>=1.16-0`, and commas between bounds (https://github.com/Masterminds/semver#working-with-prerelease-versions). */
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
    const problem = `is not in the table that is known here (${from})`;
    const remedy = "Look it up: https://karpenter.sh/docs/upgrading/compatibility";
    return [{ severity: "warns", subject, problem, remedy }];
  }
  if (known >= target) return [];
  const next = Object.entries(karpenterUpTo).find(([, upTo]) => upTo >= target)?.[0];
  return [
    {
      severity: "blocks",
      subject,
      problem: `is made for Kubernetes up to ${nameOfMinor(known)} (${from})`,
      remedy:
        next === undefined
          ? `Wait for a Karpenter that is made for ${nameOfMinor(target)}, and take it in charts.json with its karpenter-crd.`
          : `Take Karpenter ${next} or newer in charts.json, with its karpenter-crd, and run up before the upgrade.`,
    },
  ];
}

/**
 * The definitions promise the five newest releases at least, and have no upper end
 * (https://gateway-api.sigs.k8s.io/concepts/versioning/#supported-versions, read 2026-11-21).
 */
export function checkGatewayApi({ gatewayApi }: Pick<Survey, "gatewayApi">): readonly Finding[] {
  if (gatewayApi === undefined) return [];
  const subject = `the Gateway API ${gatewayApi}`;
  const problem = "is for five releases of Kubernetes and newer ones";
  return [{ severity: "says", subject, problem, remedy: "Nothing has to be done." }];
}
