import type { Item } from "../../policy/price/item.ts";
import type { Price } from "../../policy/price/price.ts";
import type { Stack } from "../../policy/price/stack.ts";
import type { Saving } from "../price/savings.ts";
import { dollars, shortName, type Sum, sums } from "../price/table.ts";
import type { Architecture } from "./architecture.ts";
import type { Difference } from "./difference.ts";
import { type Html, markup } from "./html.ts";
import type { Verdict } from "./policies.ts";
import { table, usd, words } from "./tables.ts";

/** Everything that a report tells. */
export interface Report {
  readonly name: string;
  /** Day of the report, `2027-01-31`. */
  readonly today: string;
  readonly stack: Stack;
  readonly price: Price;
  readonly architecture: Architecture;
  readonly verdict: Verdict;
  readonly savings: readonly Saving[];
  /** Undefined for the first report of a stack. */
  readonly difference: Difference | undefined;
  /** US dollars a month. */
  readonly budget: number | undefined;
}

/** What it costs, by what, and by which assumptions. */
export function prices({ price, stack }: Report): Html {
  const { positions } = price;
  const amounts = [usd("fixed"), usd("by use"), usd("together")];
  const numbers = (one: Sum) => [
    dollars(one.fixed),
    dollars(one.byUse),
    `${dollars(one.fixed + one.byUse)}${one.unknown > 0 ? " + ?" : ""}`,
  ];
  const bySystem = sums(positions, ({ system }) => system);
  const byComponent = sums(positions, ({ component }) => component);
  const most = Math.max(1, ...byComponent.map((one) => one.fixed + one.byUse));
  const bar = (one: Sum) =>
    markup`<span
      class="bar"
      style="width:${((100 * (one.fixed + one.byUse)) / most).toFixed(1)}%"></span>`;
  const missing = positions.filter((one) => one.usd === undefined);
  const types = price.capacity.nodes.map(
    (node) => `${node.type}, ${node.pool}, ${node.zone}${node.spot ? ", Spot" : ""}`,
  );
  return markup`<section aria-labelledby="price">
    <h2 id="price">Price</h2>
    <h3>By system</h3>
    ${table(
      "Price by system",
      [...words("system"), ...amounts],
      bySystem.map((one) => [one.name, ...numbers(one)]),
    )}
    <h3>By component</h3>
    ${table(
      "Price by component",
      [...words("component"), ...amounts, ...words("share")],
      byComponent.map((one) => [one.name, ...numbers(one), bar(one)]),
    )}
    <h3>Every position</h3>
    ${table(
      "Every position",
      [...words("resource", "for", "quantity"), usd("USD a month"), ...words("mark")],
      [...positions]
        .sort((one, other) => (other.usd ?? 0) - (one.usd ?? 0))
        .map((one) => [
          one.name,
          one.what,
          one.usd === undefined ? "" : `${Number(one.quantity.toFixed(2))} ${one.unit}`,
          one.usd === undefined ? "?" : dollars(one.usd),
          one.estimate ? "estimate" : "",
        ]),
    )}
    ${
      missing.length === 0
        ? ""
        : markup`<h3>Not known, and not in the sums</h3>
            <ul>
              ${missing.map((one) => markup`<li>${one.name}: ${one.what}: ${one.source}</li>`)}
            </ul>`
    }
    <h3>Nodes for the requests of all pods</h3>
    <ul>
      ${types.map((type) => markup`<li>${type}</li>`)}
    </ul>
    <h3>Assumed of a month's use (hanok:usage)</h3>
    ${table(
      "Assumptions",
      [...words("assumption"), usd("value")],
      Object.entries(stack.usage).map(([key, value]) => [key, String(value)]),
    )}
  </section>`;
}

/** What would lower the price. */
export const savings = ({ savings: found }: Report): Html =>
  markup`<section aria-labelledby="savings">
    <h2 id="savings">What would lower the price</h2>
    <p>Each saving is computed by a run of the program with that setting alone.</p>
    ${table(
      "Savings",
      [...words("change"), usd("USD less a month"), ...words("but", "setting")],
      found.map((one) => [
        one.what,
        dollars(one.usd),
        one.but,
        markup`<code>${one.setting}</code>`,
      ]),
    )}
  </section>`;

/** What the policy pack says. */
export function policies({ findings, rules, exemptions }: Verdict): Html {
  const found = table(
    "Violations",
    words("severity", "rule", "what", "message"),
    findings.map((one) => [one.severity, one.rule, one.title, one.message]),
  );
  return markup`<section aria-labelledby="policies">
    <h2 id="policies">Policies</h2>
    <p>${rules} rules, ${findings.length} violations. ${exemptions.length} exemptions:</p>
    ${findings.length === 0 ? "" : found}
    ${table(
      "Exemptions",
      words("rule", "resource", "reason", "expires"),
      exemptions.map((one) => [
        one.rule,
        one.resource,
        one.reason,
        one.expires ?? "with the resource",
      ]),
    )}
  </section>`;
}

/** What is another than in the last report. */
export function differences(difference: Difference | undefined): Html {
  const head = markup`<h2 id="difference">Difference to the last report</h2>`;
  if (difference === undefined)
    return markup`<section aria-labelledby="difference">
      ${head}
      <p>This is the first report of the stack.</p>
    </section>`;
  const rows = [
    ...difference.added.map((id) => ["new", shortName(id)]),
    ...difference.gone.map((id) => ["gone", shortName(id)]),
    ...difference.changed.map((id) => ["changed", shortName(id)]),
  ];
  const changes = difference.prices.map(({ id, before, after }) => [
    shortName(id),
    dollars(before),
    dollars(after),
    dollars(after - before),
  ]);
  return markup`<section aria-labelledby="difference">
    ${head}
    <p>
      ${difference.added.length} new, ${difference.gone.length} gone, ${difference.changed.length}
      changed.
    </p>
    ${rows.length === 0 ? "" : table("Resources that differ", words("what", "resource"), rows)}
    ${changes.length === 0 ? "" : table("Prices that differ", [...words("resource"), usd("before"), usd("now"), usd("difference")], changes)}
  </section>`;
}

/** Every resource, with a search. */
export function inventory({ stack, price }: Report): Html {
  const sumsById = new Map(sums(price.positions, ({ id }) => id).map((one) => [one.name, one]));
  const row = (item: Item) => {
    const sum = sumsById.get(item.id);
    const component = stack.componentOf(item);
    return markup`<tr data-component="${component}">
      <td>${item.name}</td>
      <td>${item.type}</td>
      <td>${component}</td>
      <td>${stack.systemOf(item)}</td>
      <td class="number">
        ${sum === undefined ? "" : sum.unknown > 0 ? "?" : dollars(sum.fixed + sum.byUse)}
      </td>
    </tr> `;
  };
  const components = [...new Set(stack.items.map((item) => stack.componentOf(item)))].sort();
  return markup`<section aria-labelledby="resources">
    <h2 id="resources">Inventory</h2>
    <div class="tools">
      <label>Search
        <input id="search" type="search" autocomplete="off" placeholder="name, type or component"
      /></label>
      <label>Component
        <select id="component">
          <option value="">all</option>
          ${components.map((one) => markup`<option>${one}</option>`)}
        </select></label>
      <p id="count" role="status">${stack.items.length} resources</p>
    </div>
    <div class="scroll inventory" tabindex="0" role="region" aria-label="Inventory">
      <table id="inventory">
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col">type</th>
            <th scope="col">component</th>
            <th scope="col">system</th>
            <th scope="col" class="number">USD a month</th>
          </tr>
        </thead>
        <tbody>
          ${stack.items.map(row)}
        </tbody>
      </table>
    </div>
  </section>`;
}
