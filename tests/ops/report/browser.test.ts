import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import { pageOf } from "../../../ops/report/page.ts";
import { reportOf } from "./reports.ts";

const chromium = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Runs before the page: keeps each error of the console and of scripts. */
const listener = `window.errors = [];
addEventListener("error", (event) => errors.push(String(event.message)));
for (const level of ["error", "warn"]) console[level] = (...all) => errors.push(all.join(" "));`;

/** Runs after it: uses the page as a reader would, then writes what was seen into the document. */
const visitor = `addEventListener("load", async () => {
  const rows = () => [...document.querySelectorAll("#inventory tbody tr")].filter((row) => !row.hidden);
  const all = rows().length;
  const search = document.getElementById("search");
  search.value = "mongodb-1 clusterinstance";
  search.dispatchEvent(new Event("input"));
  const found = rows().map((row) => row.cells[0].textContent);
  search.value = "";
  search.dispatchEvent(new Event("input"));
  const store = [...document.querySelectorAll("a.part")].find((part) => part.textContent.startsWith("mongodb"));
  store.focus();
  const lit = [...document.querySelectorAll("a.part.lit")].map((part) => part.querySelector("tspan").textContent.trim());
  const row = document.querySelector(store.getAttribute("href"));
  const before = getComputedStyle(document.body).backgroundColor;
  const wide = document.documentElement.scrollWidth <= document.documentElement.clientWidth;
  const serious = (await axe.run()).violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  document.getElementById("theme").click();
  const after = getComputedStyle(document.body).backgroundColor;
  const inOther = (await axe.run({ runOnly: ["color-contrast"] })).violations;
  const broken = [...serious, ...inOther].map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).slice(0, 3).join(" "));
  const seen = { errors, all, found, lit, row: row.textContent, wide, broken, changes: before !== after };
  document.body.innerHTML = "<pre id=seen></pre>";
  document.getElementById("seen").textContent = JSON.stringify(seen);
});`;

interface Seen {
  readonly errors: readonly string[];
  readonly all: number;
  readonly found: readonly string[];
  readonly lit: readonly string[];
  readonly row: string;
  readonly wide: boolean;
  readonly broken: readonly string[];
  readonly changes: boolean;
}

/** What a reader sees in a window of a width. */
function visit(page: string, width: number): Seen {
  if (chromium === undefined) throw new Error("no browser");
  const folder = mkdtempSync(join(tmpdir(), "hanok-report-"));
  try {
    const file = join(folder, "page.html");
    const scripts = `<script>${axe}</script><script>${visitor}</script></body>`;
    const instrumented = page
      .replace("<head>", () => `<head><script>${listener}</script>`)
      .replace("</body>", () => scripts);
    writeFileSync(file, instrumented);
    const options = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"];
    const profile = `--user-data-dir=${join(folder, "profile")}`;
    const size = [`--window-size=${width},900`, "--virtual-time-budget=60000"];
    const url = pathToFileURL(file).href;
    const dom = execFileSync(chromium, [...options, profile, ...size, url], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 100_000,
    });
    const text = /<pre id="seen">(.*?)<\/pre>/s.exec(dom)?.[1] ?? "";
    return JSON.parse(
      text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
    ) as Seen;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

describe("the page of a report in a browser", function () {
  this.timeout(240_000);

  for (const [device, width] of [
    ["a desk", 1400],
    ["a phone", 412],
  ] as const)
    it(`works on ${device}: no error, nothing serious for axe, search, picture, light and dark`, async function () {
      // apt-get install chromium
      if (chromium === undefined) return this.skip();
      const report = await reportOf("prod");
      const seen = visit(await pageOf(report), width);
      expect(seen.errors).to.deep.equal([]);
      expect(seen.broken).to.deep.equal([]);
      expect(seen.all).to.equal(report.stack.items.length);
      expect(seen.found).to.deep.equal(["zipbob-mongodb-1"]);
      expect(seen.lit).to.have.members(["mongodb", "recipe-review"]);
      expect(seen.row).to.contain("mongodb").and.contain("recipe-review (TLS)");
      expect(seen.wide, "nothing is wider than the screen").to.equal(true);
      expect(seen.changes, "light and dark differ").to.equal(true);
    });
});
