import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { defineSystem } from "../../apps/system.ts";
import type { EnvironmentValue, Use } from "../../components/app-service/service.ts";
import { issueLine } from "../../components/validation.ts";
import { leastService } from "../support/fixtures.ts";
import { ground } from "./shop.ts";

const names = { name: "shop", host: "www" } as const;
const stores = {
  db: { engine: "vector", storage: "1Gi" },
  cache: { engine: "valkey", memory: "64Mi", persistence: { kind: "cache" } },
} as const;

/** Each line below `@ts-expect-error` must not compile. If it does, the type check fails. None is called. */
export const mistakes = {
  "a misspelt store in a template": () =>
    defineSystem({
      ...names,
      stores,
      // @ts-expect-error "dbb" is not a store
      services: { web: { ...leastService, environment: { URL: ({ dbb }) => `x://${dbb.host}` } } },
      routes: {},
    }),
  "a misspelt field in a template": () =>
    defineSystem({
      ...names,
      stores,
      // @ts-expect-error "hots" is not a field
      services: { web: { ...leastService, environment: { URL: ({ db }) => `x://${db.hots}` } } },
      routes: {},
    }),
  "a misspelt field in as": () =>
    defineSystem({
      ...names,
      stores,
      // @ts-expect-error "hots" is not a field
      services: { web: { ...leastService, uses: [{ store: "db", as: { hots: "DB" } }] } },
      routes: {},
    }),
  "a misspelt owner of a shared database": () =>
    defineSystem({
      ...names,
      // @ts-expect-error "wbe" is not a service
      stores: { db: { engine: "mysql", storage: "1Gi", databases: { api: { of: "wbe" } } } },
      services: { web: leastService, api: leastService },
      routes: {},
    }),
};

const url: EnvironmentValue<"db"> = ({ db }) =>
  `postgresql://${db.username}:${db.password}@${db.host}:${db.port}/${db.database}` +
  (db.tls ? `?sslmode=verify-full&sslrootcert=${db.ca}` : "?sslmode=disable");

function linesOf(value: EnvironmentValue<"db" | "cache">, uses: Use<"db" | "cache">[] = ["db"]) {
  const web = { ...leastService, image: "ghcr.io/shop/web", uses, environment: { URL: value } };
  const system = defineSystem({ ...names, stores, services: { web }, routes: {} });
  return checkSystem(system, ground).issues.map(issueLine);
}

describe("apps/check: templates of connection strings", () => {
  it("accept every field of a store that the service uses", () =>
    expect(linesOf(url)).to.deep.equal([]));

  const faulty: readonly (readonly [string, EnvironmentValue<"db" | "cache">, RegExp])[] = [
    ["a store that is not used", ({ cache }) => cache.host, /URL = "cache" — is a store that/],
    ["a field of other engines", ({ db }) => db.token, /URL = "db.token" — is not a connection/],
    ["ca without TLS", ({ db }) => `x://h/${db.ca}`, /URL = "db.ca" — is there with TLS only/],
    [
      "a changed field",
      ({ db }) => db.password.toUpperCase(),
      /URL — is a template that changes a/,
    ],
    ["an escaped field", ({ db }) => encodeURIComponent(db.host), /changes a store's field/],
    ["a plain password", ({ db }) => `x://me:hunter2@${db.host}`, /is a secret in plain text/],
    ["an unknown variable", ({ db }) => `${db.host}$(NONE)`, /refers to \$\(NONE\)/],
    ["a debug port", ({ db }) => `--inspect=${db.host}`, /opens a Node.js debug port/],
  ];
  for (const [what, value, words] of faulty)
    it(`refuse ${what} in one line`, () => {
      const lines = linesOf(value);
      expect(lines, lines.join("\n")).to.have.lengthOf(1);
      expect(lines[0]).to.match(words).and.not.to.contain("hunter2");
    });
});

describe("apps/check: names of a store's variables", () => {
  const uses = (as: object): Use<"db">[] => [{ store: "db", as }];
  const cacheAs = (field: string): Use<"cache">[] => [{ store: "cache", as: { [field]: "NAME" } }];

  it("are free", () => expect(linesOf("$(PGHOST)", uses({ host: "PGHOST" }))).to.deep.equal([]));

  const faulty: readonly (readonly [string, string, Use<"db" | "cache">[], RegExp])[] = [
    ["the old name", "$(DB_USERNAME)", uses({ username: "PGUSER" }), /refers to \$\(DB_USERNAME\)/],
    ["a name that is none", "a", uses({ host: "PG HOST" }), /uses\[0\].as.host = "PG HOST"/],
    ["a field of other engines", "a", cacheAs("database"), /as.database = "database" — is not a/],
    ["a name of environment", "a", uses({ host: "URL" }), /as.host = "URL" — is also in environ/],
    [
      "a name of another store",
      "a",
      [{ store: "db", as: { host: "CACHE_HOST" } }, "cache"],
      /"db" and "cache" both set CACHE_HOST. Give .* another name: { store: "cache", as/,
    ],
  ];
  for (const [what, value, used, words] of faulty)
    it(`refuse ${what}`, () => {
      const lines = linesOf(value, used);
      expect(lines, lines.join("\n")).to.have.lengthOf(1);
      expect(lines[0]).to.match(words);
    });
});
