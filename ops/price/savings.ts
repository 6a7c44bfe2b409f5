import { ValidationError } from "../../components/validation.ts";
import { type Price, priceOf, totalOf } from "../../policy/price/price.ts";
import { Stack } from "../../policy/price/stack.ts";
import type { Environment } from "../../stacks/environment.ts";
import { itemsOf, recordStack, rehearsed } from "../mocks/program.ts";

/** A setting that would lower the price. */
export interface Saving {
  readonly what: string;
  /** The setting as it is written below `config:`. */
  readonly setting: string;
  /** What it gives up. */
  readonly but: string;
  /** US dollars a month, by a run of the program with the setting. */
  readonly usd: number;
}

interface Idea {
  readonly what: string;
  readonly but: string;
  /** Settings by key; undefined where the environment has no use for them. */
  readonly settings: (environment: Environment) => Readonly<Record<string, unknown>> | undefined;
}

const withNetwork = ({ network }: Environment, nat: string) =>
  network.kind === "vpc" && network.nat !== nat
    ? { "hanok:network": { ...network, nat } }
    : undefined;

/** What usually lowers a price. Each is tried by itself. */
const ideas: readonly Idea[] = [
  {
    what: "Office hours",
    but: "no node runs at night and at weekends",
    settings: ({ hours, data }) =>
      hours === "always" && data === "discard"
        ? { "hanok:hours": { kind: "office", from: "08:00", to: "20:00" } }
        : undefined,
  },
  {
    what: "One NAT gateway for all zones",
    but: "the loss of its zone takes the way out from all",
    settings: (environment) =>
      environment.network.kind === "vpc" && environment.network.nat === "per-zone"
        ? withNetwork(environment, "single")
        : undefined,
  },
  {
    what: "A NAT instance",
    but: "a small machine that is out of work for minutes when it is replaced",
    settings: (environment) => withNetwork(environment, "instance"),
  },
  {
    what: "Spot nodes first",
    but: "a node can go within two minutes",
    settings: ({ nodePools }) => {
      const pools = Object.entries(nodePools);
      const first = [...pools].sort(([, one], [, other]) => other.weight - one.weight)[0]?.[1];
      if (first === undefined || first.capacity.includes("spot")) return undefined;
      const turned = pools.map(([name, pool]) => [
        name,
        { ...pool, weight: pool.capacity.includes("spot") ? 90 : 10 },
      ]);
      return { "hanok:nodePools": Object.fromEntries(turned) };
    },
  },
  {
    what: "Smaller services and stores",
    but: "each has the requests of a small environment",
    settings: ({ size }) => (size === "small" ? undefined : { "hanok:size": "small" }),
  },
  {
    what: "No copy in another zone",
    but: "the loss of a zone stops services and stores there",
    settings: ({ redundancy }) =>
      redundancy === "none" ? undefined : { "hanok:redundancy": "none" },
  },
  {
    what: "No internal gateway",
    but: "internal routes have no address",
    settings: ({ internalGateway }) =>
      internalGateway ? { "hanok:internalGateway": false } : undefined,
  },
  {
    what: "CloudFront in front of an internal load balancer",
    but: "turning it on is a break of minutes",
    settings: ({ edge, cluster }) =>
      edge === "none" && cluster.kind === "eks" ? { "hanok:edge": "cloudfront" } : undefined,
  },
  {
    what: "System nodes of half the size",
    but: "less room for the platform's own pods",
    settings: ({ cluster }) => {
      if (cluster.kind !== "eks") return undefined;
      const [family = "", size = ""] = cluster.systemNodes.instanceType.split(".");
      const smaller = { "2xlarge": "xlarge", xlarge: "large", large: "medium" }[size];
      if (smaller === undefined) return undefined;
      const systemNodes = { ...cluster.systemNodes, instanceType: `${family}.${smaller}` };
      return { "hanok:cluster": { ...cluster, systemNodes } };
    },
  },
];

/** The price of a stack with settings, by a run with mocks. */
export async function pricedStack(
  name: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly stack: Stack; readonly price: Price }> {
  const stack = new Stack(itemsOf(await recordStack(rehearsed(name, settings))));
  return { stack, price: priceOf(stack) };
}

/**
 * What would lower the price of a stack, the largest saving first. The program runs once with each setting; one that the settings refuse,
 * and one that saves less than a dollar, is left out.
 * @param now the price today, in US dollars a month
 */
export async function savingsOf(
  name: string,
  environment: Environment,
  now: number,
): Promise<readonly Saving[]> {
  const found: Saving[] = [];
  for (const { what, but, settings } of ideas) {
    const wanted = settings(environment);
    if (wanted === undefined) continue;
    try {
      // one after the other: the runs share Pulumi's runtime
      const { price } = await pricedStack(name, wanted);
      const usd = now - totalOf(price.positions);
      const setting = Object.entries(wanted).map(([key, value]) => `${key}: ${shortened(value)}`);
      if (usd >= 1) found.push({ what, but, usd, setting: setting.join(", ") });
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
    }
  }
  return found.sort((one, other) => other.usd - one.usd);
}

const shortened = (value: unknown): string => {
  const text = JSON.stringify(value)
    .replaceAll('"', "")
    .replaceAll(/([,:])/g, "$1 ");
  return text.length > 90 ? `${text.slice(0, 90)}…` : text;
};
