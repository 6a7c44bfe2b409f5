import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { issueLine } from "../../components/validation.ts";
import { broken } from "../support/broken.ts";
import { ground, shop } from "./shop.ts";

const api = (field: string) => `services.api.${field}`;
const admin = (routes: object) => ({ host: "admin", routes });

describe("apps/check: names from data that no compiler has seen", () => {
  const cases: readonly (readonly [path: string, value: unknown, key: string, words: RegExp])[] = [
    [
      api("uses"),
      ["orders", "sesions", "queue"],
      api("uses[1]"),
      /not a store.*Did you mean sessions/,
    ],
    [
      api("uses"),
      [{ store: "__proto__", variables: "plain" }],
      api("uses[0].store"),
      /not a store/,
    ],
    [api("callsTo"), ["flies"], api("callsTo[0]"), /not a service.*Did you mean files/],
    [api("configServer"), "confg", api("configServer"), /Did you mean config/],
    ["routes", { "/": "nothing" }, 'routes["/"]', /Write api, config or files/],
    ["routes", { "/": [{ service: "apj" }] }, 'routes["/"][0].service', /Did you mean api/],
    ["hosts", { m: { "/": "apj" } }, 'hosts.m["/"]', /Did you mean api/],
    ["internal", admin({ "/": "apj" }), 'internal.routes["/"]', /Did you mean api/],
  ];
  for (const [path, value, key, words] of cases)
    it(`${key} gives an issue: ${words.source}`, () => {
      const { issues } = checkSystem(broken(shop, path.split("."), value), ground);
      const own = issues.filter((issue) => issue.key === `shop.${key}`).map(issueLine);
      expect(own, issues.map(issueLine).join("\n")).to.have.lengthOf(1);
      expect(own[0]).to.match(words);
    });
});
