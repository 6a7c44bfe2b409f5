import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { priceOf, totalOf } from "../../policy/price/price.ts";
import { Stack } from "../../policy/price/stack.ts";
import { itemsOf, recordStack, rehearsed, root } from "../mocks/program.ts";
import { savingsOf } from "../price/savings.ts";
import { dollars } from "../price/table.ts";
import { architectureOf } from "./architecture.ts";
import { differenceOf, type Memory, memoryOf } from "./difference.ts";
import { pageOf } from "./page.ts";
import { verdictOf } from "./policies.ts";

const usage = `node ops/report/main.ts
variables: STACK=local
  TO=<file>    where the page is written, and beside it what the next report compares with; default .sandbox/report/<stack>.html
  BASE=<file>  an earlier report's .json to compare with; default: that of the last report in the same place
  OPEN=0       do not open the page in a browser`;

if (process.argv.length > 2) {
  console.error(usage);
  process.exit(2);
}
const name = process.env["STACK"] ?? "local";
const file = process.env["TO"] ?? join(root, ".sandbox", "report", `${name}.html`);
const memoryFile = file.replace(/(\.html)?$/, ".json");
const base = process.env["BASE"] ?? memoryFile;
try {
  const environment = rehearsed(name);
  const recorded = await recordStack(environment);
  const items = itemsOf(recorded);
  const stack = new Stack(items);
  const price = priceOf(stack);
  const memory = memoryOf(items, price.positions);
  const before = existsSync(base) ? (JSON.parse(readFileSync(base, "utf8")) as Memory) : undefined;
  const today = new Date().toISOString().slice(0, "2027-01-31".length);
  const total = totalOf(price.positions);
  const page = await pageOf({
    name,
    today,
    stack,
    price,
    architecture: architectureOf(stack, price),
    verdict: verdictOf(name, recorded, today),
    savings: await savingsOf(name, environment, total),
    difference: before === undefined ? undefined : differenceOf(before, memory),
    budget: environment.budget?.monthlyUsd,
  });
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, page);
  writeFileSync(memoryFile, JSON.stringify(memory));
  console.log(`stack ${name}: ${items.length} resources, ${dollars(total)} US dollars a month`);
  console.log(`report: ${file}`);
  if (process.env["OPEN"] !== "0") openPage(pathToFileURL(file).href);
} catch (error) {
  console.error(`report: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

/** Opens the page where there is a screen. It waits for nothing, and a machine without a browser is no fault. */
function openPage(url: string): void {
  const hasScreen =
    process.platform === "darwin" ||
    process.env["DISPLAY"] !== undefined ||
    process.env["WAYLAND_DISPLAY"] !== undefined;
  if (!hasScreen || process.env["CI"] !== undefined) return;
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  spawn(command, [url], { detached: true, stdio: "ignore" })
    .on("error", () => undefined)
    .unref();
}
