import { expect } from "chai";
import { describe, it } from "mocha";
import { defineSystem } from "../../apps/system.ts";
import { leastService } from "../support/fixtures.ts";

/**
 * Each line below `@ts-expect-error` must not compile. If it does, the type check fails here.
 * None of these functions is called.
 */
const stores = { books: { engine: "mariadb", storage: "1Gi" } } as const;
const horizontal = { kind: "horizontal", min: 1, max: 2, cpuPercent: 50 } as const;
const fixed = { kind: "fixed", replicas: 1, because: "files" } as const;
const names = { name: "shop", host: "www" } as const;

export const mistakes = {
  "a misspelt store in uses": () =>
    defineSystem({
      ...names,
      stores,
      // @ts-expect-error "boks" is not a store
      services: { web: { ...leastService, uses: ["boks"] } },
      routes: {},
    }),
  "a misspelt store in a plain use": () =>
    defineSystem({
      ...names,
      stores,
      // @ts-expect-error "boks" is not a store
      services: { web: { ...leastService, uses: [{ store: "boks", variables: "plain" }] } },
      routes: {},
    }),
  "a misspelt store in environment": () =>
    defineSystem({
      ...names,
      stores,
      services: {
        web: {
          ...leastService,
          // @ts-expect-error "boks" is not a store
          environment: { HOST: { store: "boks", field: "host" } },
        },
      },
      routes: {},
    }),
  "a field that no connection has": () =>
    defineSystem({
      ...names,
      stores,
      services: {
        web: {
          ...leastService,
          // @ts-expect-error "pasword" is not a field
          environment: { PASS: { store: "books", field: "pasword" } },
        },
      },
      routes: {},
    }),
  "a misspelt service in internal routes": () =>
    defineSystem({
      ...names,
      stores,
      services: { web: leastService },
      routes: {},
      // @ts-expect-error "wab" is not a service
      internal: { host: "admin", routes: { "/": "wab" } },
    }),
  "a misspelt service in callsTo": () =>
    defineSystem({
      ...names,
      stores,
      services: {
        // @ts-expect-error "ordes" is not a service
        web: { ...leastService, callsTo: ["ordes"] },
        orders: leastService,
      },
      routes: {},
    }),
  "a misspelt config server": () =>
    defineSystem({
      ...names,
      stores,
      services: {
        // @ts-expect-error "confg" is not a service
        web: { ...leastService, configServer: "confg" },
        config: leastService,
      },
      routes: {},
    }),
  "a misspelt service in routes": () =>
    defineSystem({
      ...names,
      stores,
      services: { web: leastService },
      // @ts-expect-error "wed" is not a service
      routes: { "/": "wed" },
    }),
  "a route without its slash": () =>
    defineSystem({
      ...names,
      stores,
      services: { web: leastService },
      // @ts-expect-error a path starts with a slash
      routes: { api: "web" },
    }),
  "T1: a volume with an autoscaler": () =>
    defineSystem({
      ...names,
      stores,
      services: {
        // @ts-expect-error what owns a volume is not autoscaled
        web: { ...leastService, scaling: horizontal, volume: { path: "/data", storage: "1Gi" } },
      },
      routes: {},
    }),
  "T1: a fixed number of pods that is autoscaled": () =>
    defineSystem({
      ...names,
      stores,
      services: {
        // @ts-expect-error fixed has no cpuPercent
        web: { ...leastService, scaling: { ...fixed, cpuPercent: 50 } },
      },
      routes: {},
    }),
  "T1: a fixed number of pods without a reason": () =>
    defineSystem({
      ...names,
      stores,
      services: {
        // @ts-expect-error because is missing
        web: { ...leastService, scaling: { kind: "fixed", replicas: 1 } },
      },
      routes: {},
    }),
  "an engine that is not offered": () =>
    defineSystem({
      ...names,
      // @ts-expect-error "oracle" is not an engine
      stores: { books: { engine: "oracle", storage: "1Gi" } },
      services: { web: leastService },
      routes: {},
    }),
} as const;

describe("defineSystem", () => {
  it("accepts a valid system", () => {
    const system = defineSystem({
      ...names,
      stores,
      services: {
        web: { ...leastService, uses: ["books"], callsTo: ["files"] },
        files: { ...leastService, scaling: fixed, volume: { path: "/data", storage: "1Gi" } },
      },
      routes: { "/": "web" },
    });
    expect(Object.keys(system.services)).to.deep.equal(["web", "files"]);
  });

  it("does not compile thirteen mistakes", () => {
    expect(Object.keys(mistakes)).to.have.length(13);
  });
});
