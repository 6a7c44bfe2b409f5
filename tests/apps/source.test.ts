import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { sourceOf } from "../../apps/check/source.ts";
import { zipbob } from "../../apps/zipbob/index.ts";
import { stackEnvironment } from "../../stacks/environment.ts";
import { broken } from "../support/broken.ts";
import { refusalOf } from "../support/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "hanok-source-"));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "shop"));
writeFileSync(
  join(folder, "shop/index.ts"),
  `export const shop = defineSystem({
  stores: {
    web: { engine: "mariadb" },
  },
  services: {
    ...others,
    "my-web": {
      port: 80,
      health: {
        readiness: "/",
      },
    },
    api: {
      port: 81,
    },
    short,
  },
  routes: {
    "/": "api",
  },
});
`,
);
writeFileSync(
  join(folder, "shop/others.ts"),
  "export const others = {\n  jobs: {\n    port: 1,\n  },\n};\n",
);

describe("the source of an issue", () => {
  const cases: Readonly<Record<string, string>> = {
    shop: "index.ts:1",
    "shop.stores.web.engine": "index.ts:3",
    "shop.services.my-web.port": "index.ts:8",
    "shop.services.my-web.health.readiness": "index.ts:10",
    "shop.services.my-web.health.liveness": "index.ts:9",
    "shop.services.api.port": "index.ts:14",
    "shop.services.api.scaling.min": "index.ts:13",
    "shop.services.short.port": "index.ts:16",
    'shop.routes["/"]': "index.ts:19",
    "shop.services.jobs.port": "others.ts:3",
    "shop.services.jobs.uses[0]": "others.ts:2",
  };
  for (const [key, place] of Object.entries(cases))
    it(`${key} is at ${place}`, () => expect(sourceOf(key, folder)).to.equal(`apps/shop/${place}`));

  it("is not known for a system without a folder, or an odd name", () => {
    for (const key of [
      "club.services.web",
      "",
      "../etc.passwd",
      "check.services.web",
      "hanok:zones",
    ])
      expect(sourceOf(key, folder), key).to.equal(undefined);
  });

  it("begins the line of an issue, before service, field, value, problem and remedy", () => {
    const catalogue = { zipbob: broken(zipbob, ["services", "edge", "port"], 0) };
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const refusal = refusalOf(() => stackEnvironment("local", root, { catalogue }));
    expect(refusal?.message).to.match(
      /^1 setting is wrong; nothing was changed:\n {2}apps\/zipbob\/index.ts:\d+ zipbob.services.edge.port = 0 — is below 1. Write a port between 1 and 65535.$/,
    );
  });
});
