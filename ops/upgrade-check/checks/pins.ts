import { coerce, lt } from "semver";
import { textAt } from "../../drift/json.ts";
import { imagesRead } from "../data/images.ts";
import type { Finding } from "../finding.ts";
import type { EksAddon, Survey } from "../survey.ts";

/** Days after which a node image with a successor, and the list of holes, are old: Bottlerocket has a release about once a month. */
const oldDays = 45;

const remedyOf = (setting: string): string => `Raise ${setting} in a change of its own.`;

/** Finds pins in the stack's facts that are behind AWS, nodes that are behind their pin, and a list of holes that nobody has read lately. */
export function checkPins(survey: Survey): readonly Finding[] {
  return [
    ...survey.addons.flatMap(checkAddon),
    ...checkNodeImage(survey),
    ...checkNodes(survey),
    ...checkHoles(survey),
  ];
}

function checkAddon({ name, version, recommended }: EksAddon): readonly Finding[] {
  if (recommended === undefined || !isBehind(version, recommended)) return [];
  return [
    {
      severity: "info",
      subject: `EKS add-on ${name} ${version}`,
      problem: `is behind ${recommended}, AWS's default`,
      remedy: remedyOf(`hanok:cluster.addonVersions.${name}`),
    },
  ];
}

/** Whether one version of an EKS add-on, `v1.14.3-eksbuild.23`, is older than another. */
function isBehind(version: string, other: string): boolean {
  const [own, its] = [version, other].map((one) => (one.match(/\d+/g) ?? []).map(Number));
  const at = its?.findIndex((part, index) => part !== own?.[index]) ?? -1;
  return at >= 0 && (own?.[at] ?? 0) < (its?.[at] ?? 0);
}

function checkNodeImage({ nodeImage, today }: Survey): readonly Finding[] {
  if (nodeImage === undefined) return [];
  const { release, newest, published } = nodeImage;
  if (!isOlder(release, newest)) return [];
  const days = daysBetween(published, today);
  return [
    {
      severity: days > oldDays ? "warns" : "info",
      subject: `the nodes' Bottlerocket ${release}`,
      problem: `is ${days} days old and behind ${newest}`,
      remedy: remedyOf("hanok:cluster.nodeImage"),
    },
  ];
}

/** Nodes that drift has not replaced yet. */
function checkNodes({ nodes, nodeClasses }: Survey): readonly Finding[] {
  const aliases = nodeClasses.flatMap(({ terms }) =>
    terms.flatMap((term) => textAt(term, "alias") ?? []),
  );
  const pin = aliases.flatMap((alias) => /^bottlerocket@v(.+)$/.exec(alias)?.[1] ?? [])[0];
  if (pin === undefined) return [];
  return nodes.flatMap(({ name, release }) => {
    if (release === undefined || !isOlder(release, pin)) return [];
    return [
      {
        severity: "warns" as const,
        subject: `node ${name}`,
        problem: `runs Bottlerocket ${release}, and its pin is ${pin}`,
        remedy: `Look at what keeps it: kubectl describe node ${name}. Budgets of its pool and pods that may not be disrupted do.`,
      },
    ];
  });
}

function checkHoles({ today }: Survey): readonly Finding[] {
  const days = daysBetween(imagesRead, today);
  if (days <= oldDays) return [];
  return [
    {
      severity: "warns",
      subject: "the list of known holes",
      problem: `was read on ${imagesRead}, ${days} days ago`,
      remedy: "Read the vendors' notes again, and update ops/upgrade-check/data/images.ts.",
    },
  ];
}

const daysBetween = (day: string, other: string): number =>
  Math.floor((Date.parse(other) - Date.parse(day)) / 86_400_000);

function isOlder(release: string, other: string): boolean {
  const [one, its] = [coerce(release), coerce(other)];
  return one !== null && its !== null && lt(one, its);
}
