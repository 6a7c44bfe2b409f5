import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { totalOf } from "../../policy/price/price.ts";
import { readOn } from "../../policy/price/rates.ts";
import { severities } from "../../policy/summary.ts";
import { dollars, shortName, sumOf, sums } from "../price/table.ts";
import { type Architecture, leaves } from "./architecture.ts";
import { type Html, markup, raw } from "./html.ts";
import { pictureOf } from "./picture.ts";
import { differences, inventory, policies, prices, type Report, savings } from "./sections.ts";
import { table, usd, words } from "./tables.ts";

/** The report as one page that needs nothing else. */
export async function pageOf(report: Report): Promise<string> {
  const { name, today } = report;
  const ids = leaves(report.architecture.parts).map(({ id }) => id);
  const rowOf = (id: string) => `part-${ids.indexOf(id)}`;
  const [{ script, style }, picture] = await Promise.all([
    bundled(),
    pictureOf(report.architecture, rowOf),
  ]);
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Stack ${name}: ${dollars(totalOf(report.price.positions))} US dollars a month</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <h1>Stack ${name}</h1>
          <nav aria-label="Sections">
            <ul>
              ${sections.map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}
            </ul>
          </nav>
          <button id="theme" type="button">Light or dark</button>
        </header>
        <main id="content">
          ${cards(report)}
          <section aria-labelledby="architecture">
            <h2 id="architecture">Architecture</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Picture of the architecture">
              ${picture}
            </div>
            <h3>Who may call whom</h3>
            ${callsTable(report.architecture, rowOf)}
          </section>
          ${prices(report)} ${savings(report)} ${policies(report.verdict)}
          ${differences(report.difference)} ${inventory(report)}
        </main>
        <footer>
          <p class="soft">
            List prices of ${readOn} without taxes, discounts and free tiers. Written on ${today}.
          </p>
        </footer>
        <script>
          ${raw(script)};
        </script>
      </body>
    </html> `.text;
}

const sections = [
  ["architecture", "Architecture"],
  ["price", "Price"],
  ["savings", "Savings"],
  ["policies", "Policies"],
  ["difference", "Difference"],
  ["resources", "Inventory"],
] as const;

/** The script and the style of the page, small. */
async function bundled(): Promise<{ readonly script: string; readonly style: string }> {
  const entry = (file: string) => fileURLToPath(new URL(`browser/${file}`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry("script.js"), entry("style.css")],
    bundle: true,
    minify: true,
    write: false,
    outdir: "browser",
    target: ["chrome120", "firefox120", "safari17.5"],
  });
  const textOf = (ending: string) =>
    outputFiles
      .find(({ path }) => path.endsWith(ending))
      ?.text.replaceAll("</script", "<\\/script") ?? "";
  return { script: textOf(".js"), style: textOf(".css") };
}

function cards({ price, verdict, stack, budget }: Report): Html {
  const { positions, capacity } = price;
  const all = sumOf("", positions);
  const total = all.fixed + all.byUse;
  const dearest = sums(positions, ({ id }) => id).slice(0, 3);
  const spot = capacity.nodes.filter((node) => node.spot).length;
  const counts = severities.map((severity) => {
    const count = verdict.findings.filter((one) => one.severity === severity).length;
    return `${count} ${severity}`;
  });
  const ofBudget =
    budget === undefined
      ? markup`<p class="soft">no budget</p>`
      : markup`<p class="${total > budget ? "bad" : "good"}">
          ${Math.round((100 * total) / budget)} % of the budget of ${budget}
        </p>`;
  return markup`<div class="cards">
    <div class="card">
      <h2>Price a month</h2>
      <strong>${dollars(total)} USD</strong>
      <p>
        ${dollars(all.fixed)} fixed, ${dollars(all.byUse)} by
        use${all.unknown > 0 ? markup`, <span class="bad">${all.unknown} not known</span>` : ""}
      </p>
      ${ofBudget}
    </div>
    <div class="card">
      <h2>Dearest three</h2>
      <ol>
        ${dearest.map((one) => markup`<li>${shortName(one.name)}: ${dollars(one.fixed + one.byUse)}</li>`)}
      </ol>
    </div>
    <div class="card">
      <h2>Policies</h2>
      <strong class="${verdict.findings.length > 0 ? "bad" : "good"}">${verdict.findings.length} of ${verdict.rules} rules broken</strong>
      <p>${counts.join(", ")}</p>
    </div>
    <div class="card">
      <h2>Nodes of Karpenter</h2>
      <strong>${capacity.nodes.length}</strong>
      <p>${spot} Spot, ${Math.round(stack.awake.pools)} of 730 hours</p>
    </div>
    <div class="card">
      <h2>Resources</h2>
      <strong>${stack.items.length}</strong>
      <p>${stack.region ?? "no region of AWS"}</p>
    </div>
  </div>`;
}

function callsTable({ parts, calls }: Architecture, rowOf: (id: string) => string): Html {
  const all = leaves(parts);
  const labels = new Map(all.map(({ id, label }) => [id, label]));
  const ends = (side: "from" | "to", id: string) =>
    calls
      .filter((call) => call[side === "from" ? "to" : "from"] === id)
      .map((call) => `${labels.get(call[side]) ?? ""} (${call.by})`)
      .join(", ");
  const rows = all.map(({ id, label, kind, usd: price }) => [
    label,
    kind,
    price === undefined ? "" : dollars(price),
    ends("from", id),
    ends("to", id),
  ]);
  const columns = [
    ...words("part", "kind"),
    usd("USD a month"),
    ...words("may be called by", "may call"),
  ];
  return table("Who may call whom", columns, rows, (index) => rowOf(all[index]?.id ?? ""));
}
