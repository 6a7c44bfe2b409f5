/**
 * Derives instances.json and prices.json: `node tools/facts/derive-instances.ts [--prices <file>] [--check]`. Needs pip.
 *
 * `<file>` is a price list of the form `{ sources: {name: text}, regions: {region: {type: {usd}}} }`, in US dollars an hour
 * on demand. Without it the prices stay unchanged.
 */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deriveInstances, downloadMoto, motoName } from "./derive/instances.ts";
import { derivePrices, type PriceList } from "./derive/prices.ts";
import { Output, render } from "./derive/write.ts";
import { instanceNames, prices } from "../../sandbox/cloud/facts/instances.ts";

const { values } = parseArgs({
  options: { prices: { type: "string" }, check: { type: "boolean", default: false } },
});
const output = new Output(values.check);
const list: PriceList | undefined =
  values.prices === undefined ? undefined : JSON.parse(readFileSync(values.prices, "utf8"));
const priced =
  list === undefined ? new Set(instanceNames()) : new Set(Object.keys(derivePrices(list).table));

if (list !== undefined) {
  const { source, date, table } = derivePrices(list);
  output.put(prices.url, render({ source, date }, "usdPerHour", table));
}
const folder = join(tmpdir(), "hanok-facts");
downloadMoto(folder);
output.put(
  new URL("../../sandbox/cloud/facts/instances.json", import.meta.url),
  render({ source: [motoName], date: "2025-10-17" }, "types", deriveInstances(folder, priced)),
);
if (output.different.length > 0) {
  console.error(`outdated: ${output.different.join(", ")}; run tools/facts/derive-instances.ts`);
  process.exitCode = 1;
}
