import type { AddonContext, Footprint } from "../../components/cluster/addons/addon.ts";
import { addonTable } from "../../components/cluster/addons/index.ts";
import { addonsOptions, type AddonsOptions } from "../../components/cluster/addons/options.ts";
import type { Observability } from "../../components/platform.ts";
import { quantity } from "../../policy/price/item.ts";
import { hoursOfMonth, rateOf } from "../../policy/price/rates.ts";
import { requiredAddons } from "../../stacks/required-addons.ts";

const region = "ap-northeast-2";
const zones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"];

/** The environments of the table, each with the nodes that a DaemonSet has a pod on. */
const environments = [
  { size: "small", redundancy: "none", data: "discard", nodes: 4 },
  { size: "large", redundancy: "zonal", data: "keep", nodes: 8 },
] as const;

/** The node whose price the requests are a part of: m7g.large, on demand. */
const node = { rate: "ec2.m7g.large", cores: 2, gib: 8 } as const;

/** Requests and price of add-ons. */
export interface AddonPrice {
  readonly cores: number;
  readonly gib: number;
  readonly diskGb: number;
  /** US dollars a month; undefined without a known price. */
  readonly usd: number | undefined;
}

const podsOf = (one: Footprint, nodes: number): number =>
  one.kind === "DaemonSet" ? nodes : one.kind === "Job" ? 0 : one.replicas;

const diskOf = (one: Footprint): number =>
  one.kind === "StatefulSet"
    ? Object.values(one.storage ?? {}).reduce((sum, size) => sum + quantity(size) / 2 ** 30, 0)
    : 0;

/** What a strategy of observability and options request, and what their part of nodes and their disks cost. */
export function addonPrice(
  { observability = "none", options = {} }: { observability?: Observability; options?: object },
  { nodes, ...environment }: (typeof environments)[number],
): AddonPrice {
  const addons: AddonsOptions = addonsOptions.parse(options);
  const context: AddonContext = {
    ...environment,
    zones,
    observability,
    aws: { region, clusterName: "hanok" },
  };
  const all = requiredAddons({ systems: [], observability, addons }).flatMap((name) =>
    addonTable[name].footprint(context),
  );
  const sum = (of: (one: Footprint) => number) =>
    all.reduce((total, one) => total + of(one) * podsOf(one, nodes), 0);
  const cores = sum(({ cpu }) => quantity(cpu));
  const gib = sum(({ memory }) => quantity(memory) / 2 ** 30);
  const diskGb = sum(diskOf);
  const [instance, disk] = [rateOf(node.rate, region), rateOf("ebs.gp3.gb", region)];
  const share = Math.max(cores / node.cores, gib / node.gib);
  const usd =
    instance === undefined || disk === undefined
      ? undefined
      : share * instance.usd * hoursOfMonth + diskGb * disk.usd;
  return { cores, gib, diskGb, usd };
}

const shown = ({ cores, gib, diskGb, usd }: AddonPrice): string =>
  `${cores.toFixed(2)} cores, ${gib.toFixed(1)} GiB, ${diskGb.toFixed(0)} GB | ${usd?.toFixed(2) ?? "?"}`;

/** Lines of the table in `docs/reference/prices.md`. */
export function addonPriceLines(): readonly string[] {
  const [dev, prod] = environments;
  const rows = [
    ...(["metrics", "full"] as const).map((observability) => ({
      title: `\`hanok:observability: ${observability}\``,
      given: { observability },
    })),
    ...addonsOptions.keyof().options.map((option) => ({
      title: `\`hanok:addons: {${option}: true}\``,
      given: { options: { [option]: true } },
    })),
  ];
  return [
    "## Add-ons",
    "",
    "What each requests, and its price as a part of an `m7g.large` on demand, with its disks. A DaemonSet counts on four nodes in dev and on eight in prod. On Spot nodes it is less, and less again where nodes have room.",
    "An option includes the add-ons that it requires.",
    "",
    "| setting | dev | USD | prod | USD |",
    "| --- | --- | ---: | --- | ---: |",
    ...rows.map(
      ({ title, given }) =>
        `| ${title} | ${shown(addonPrice(given, dev))} | ${shown(addonPrice(given, prod))} |`,
    ),
    "",
  ];
}
