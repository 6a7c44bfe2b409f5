import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { itemsIn } from "../../policy/price/sources.ts";
import { type Price, priceOf, totalOf } from "../../policy/price/price.ts";
import { Stack } from "../../policy/price/stack.ts";
import { itemsOf, recordStack, rehearsed } from "../mocks/program.ts";
import { type Saving, savingsOf } from "./savings.ts";
import { dollars, priceLines, sumOf, sums } from "./table.ts";

const usage = `node ops/price/main.ts [json] [<file>|-]
  json    the positions and sums as JSON in place of the tables
  <file>  an output of pulumi preview --json, --event-log or pulumi stack export; - is the standard input
          without one, the program runs with mocks: no CLI, no cloud account, no network
variables: STACK=local`;

const name = process.env["STACK"] ?? "local";
const given = process.argv.slice(2);
const isJson = given[0] === "json";
const [file, ...others] = isJson ? given.slice(1) : given;
if (others.length > 0 || file?.startsWith("--")) {
  console.error(usage);
  process.exit(2);
}
try {
  const { stack, savings } = await stackOf(file);
  const price = priceOf(stack);
  if (isJson) console.log(JSON.stringify(document(price, stack), undefined, 2));
  else
    for (const line of [...priceLines(price, stack, name), ...savingLines(savings)])
      console.log(line);
} catch (error) {
  console.error(`price: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

async function stackOf(source: string | undefined): Promise<{
  readonly stack: Stack;
  readonly savings: readonly Saving[];
}> {
  if (source === undefined) {
    const environment = rehearsed(name);
    const stack = new Stack(itemsOf(await recordStack(environment)));
    const now = totalOf(priceOf(stack).positions);
    const savings = isJson ? [] : await savingsOf(name, environment, now);
    return { stack, savings };
  }
  const content = source === "-" ? await text(process.stdin) : readFileSync(source, "utf8");
  return { stack: new Stack(itemsIn(content).after), savings: [] };
}

/** The price as data; amounts in US dollars a month, not rounded. */
function document({ region, positions, capacity }: Price, stack: Stack) {
  return {
    stack: name,
    region,
    usage: stack.usage,
    hours: stack.awake,
    total: sumOf(name, positions),
    systems: sums(positions, ({ system }) => system),
    components: sums(positions, ({ component }) => component),
    nodes: capacity.nodes.map(({ pool, spot, type, zone }) => ({ pool, spot, type, zone })),
    positions: positions.map((position) => ({ ...position, usd: position.usd ?? null })),
  };
}

function savingLines(savings: readonly Saving[]): readonly string[] {
  if (savings.length === 0) return [];
  return [
    "",
    "What would lower the price, each by a run with that setting alone:",
    ...savings.map(({ what, usd, but }) => `  ${dollars(usd).padStart(8)}  ${what}: ${but}`),
  ];
}
