import { matchesType } from "../resource.ts";
import { type Item, listAt, numberAt, parsed, textAt } from "./item.ts";
import { hoursOfMonth } from "./rates.ts";
import { budgetType, type Usage, usageOf } from "./usage.ts";

/** Hours of a month in which nodes are billed. */
export interface Awake {
  /** Node groups. */
  readonly groups: number;
  /** Nodes of Karpenter, at most. */
  readonly pools: number;
}

const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** The resources of one stack, with what the price needs to know of all of them. */
export class Stack {
  readonly items: readonly Item[];
  readonly usage: Usage;
  /** Of the AWS provider. Undefined for a stack without one. */
  readonly region: string | undefined;
  readonly awake: Awake;
  readonly #byId: ReadonlyMap<string, Item>;
  readonly #parents: ReadonlySet<string | undefined>;

  /** @param usage assumptions in place of the program's own */
  constructor(items: readonly Item[], usage?: Usage) {
    this.items = items;
    this.#byId = new Map(items.map((item) => [item.id, item]));
    this.#parents = new Set(items.map(({ parent }) => parent));
    this.usage = usage ?? usageOf(this.of(budgetType)[0]?.inputs["usage"]);
    const provider = this.of("pulumi:providers:aws").find((item) => textAt(item.inputs, "region"));
    const named = items.find(
      ({ type, inputs }) => type.startsWith("aws:") && textAt(inputs, "region"),
    );
    this.region = textAt(provider?.inputs, "region") ?? textAt(named?.inputs, "region");
    this.awake = this.#awake();
  }

  /** Resources of these types; `*` stands for any part of a type. */
  of(...types: readonly string[]): readonly Item[] {
    return this.items.filter(({ type }) => matchesType(type, types));
  }

  byId(id: string | undefined): Item | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  hasChildren({ id }: Item): boolean {
    return this.#parents.has(id);
  }

  /** Region that a resource is billed in. */
  regionOf({ inputs }: Item): string {
    return textAt(inputs, "region") ?? this.region ?? "";
  }

  /** The resource and those above it, from the inside out. */
  lineage(item: Item): readonly Item[] {
    const above = this.byId(item.parent);
    return above === undefined ? [item] : [item, ...this.lineage(above)];
  }

  /** The system that a resource belongs to; `platform` for what all of them share. */
  systemOf(item: Item): string {
    const owner = this.lineage(item).find(({ type }) => type === "hanok:index:SystemStack");
    return owner?.name ?? "platform";
  }

  /** The nearest component that a resource stands in. */
  componentOf(item: Item): string {
    const [owner] = this.lineage(item).filter(({ type }) => type.startsWith("hanok:"));
    const kind = owner?.type.split(":").at(-1) ?? "";
    if (owner === undefined) return item.type.split(":")[0] ?? "";
    return kind === "SystemStack" || kind === "AppService" ? owner.name : `${owner.name} (${kind})`;
  }

  /** Availability zones of the network; 1 if it does not say. */
  get zones(): number {
    const [vpc] = this.of("awsx:ec2:Vpc");
    const named = listAt(vpc?.inputs, "availabilityZoneNames");
    const ofSubnets = this.of("aws:ec2/subnet:Subnet").map(({ inputs }) =>
      textAt(inputs, "availabilityZone"),
    );
    return Math.max(1, named.length, new Set(ofSubnets).size);
  }

  /** Whether the stack has a cluster of its own, whose nodes and volumes it pays. */
  get ownsCluster(): boolean {
    return this.of("aws:eks/cluster:Cluster", "eks:index:Cluster").length > 0;
  }

  /** Office hours: schedules that change the size of a node group, and the CronJob that closes the pools before. */
  #awake(): Awake {
    const always = { groups: hoursOfMonth, pools: hoursOfMonth };
    const moments = this.of("aws:scheduler/schedule:Schedule").flatMap(({ inputs }) => {
      const desired = numberAt(
        parsed(textAt(inputs, "target", "input")),
        "ScalingConfig",
        "DesiredSize",
      );
      const [, minute, hour, days = ""] =
        /^cron\((\d+) (\d+) \S+ \S+ (\S+) \S+\)$/.exec(
          textAt(inputs, "scheduleExpression") ?? "",
        ) ?? [];
      if (desired === undefined || hour === undefined) return [];
      return [{ opens: desired > 0, minute: Number(hour) * 60 + Number(minute), days }];
    });
    const wake = moments.find(({ opens }) => opens);
    const sleep = moments.find(({ opens }) => !opens);
    if (wake === undefined || sleep === undefined) return always;
    const days = daysOf(wake.days);
    const month = (minutes: number) =>
      hoursOfMonth * Math.min(1, (((minutes + 1440) % 1440 || 1440) / 60 / (7 * 24)) * days);
    const groups = month(sleep.minute - wake.minute);
    const closes = this.of("kubernetes:batch/v1:CronJob").find(
      ({ inputs }) => textAt(inputs, "metadata", "name") === "close",
    );
    const [minute, hour] = (textAt(closes?.inputs, "spec", "schedule") ?? "").split(" ");
    const drain = numberAt(closes?.inputs, "spec", "jobTemplate", "spec", "activeDeadlineSeconds");
    if (hour === undefined || drain === undefined) return { groups, pools: groups };
    return { groups, pools: month(Number(hour) * 60 + Number(minute) + drain / 60 - wake.minute) };
  }
}

/** How many days a week a list like `MON-WED,FRI` names; `?` and `*` name all. */
function daysOf(list: string): number {
  if (/^[*?]$/.test(list)) return 7;
  return list.split(",").reduce((sum, part) => {
    const [from = "", to = from] = part.split("-");
    const span = dayNames.indexOf(to) - dayNames.indexOf(from);
    return sum + ((span + 7) % 7) + 1;
  }, 0);
}
