import * as kubernetes from "@pulumi/kubernetes";
import { expect } from "chai";
import { describe, it } from "mocha";
import { DataTier } from "../../../../components/data-tier/index.ts";
import {
  refuseLoss,
  renamedDatabases,
} from "../../../../components/data-tier/in-cluster/refuse-loss.ts";
import type { Store } from "../../../../components/data-tier/engine.ts";
import type { ServicePlatform } from "../../../../components/platform.ts";
import { recordResources } from "../../../../ops/mocks/recorder.ts";
import { platform } from "../../../support/fixtures.ts";
import { objectOf, storeOf } from "../stores-under-test.ts";

const small: ServicePlatform = { ...platform, redundancy: "none", size: "small" };
const key = "shop.stores.books";
const set = (store: string | Store, on = platform) => objectOf(store, "StatefulSet", on);

describe("an update of a store", () => {
  it("is refused for another engine, with the key and the remedy", () => {
    const books = storeOf("books");
    const other: Store = { ...books, spec: { engine: "mysql", storage: "10Gi" } };
    expect(() => refuseLoss(key, set(books), set(other))).to.throw(
      'shop.stores.books.engine = "mysql" — cannot read the data of mariadb, which the volume holds. ' +
        "Add a store with another name, and copy the data into it.",
    );
  });

  it("is refused for fewer members of a replica set, which would have no majority", () => {
    expect(() => refuseLoss("shop.stores.reviews", set("reviews"), set("reviews", small))).to.throw(
      'hanok:redundancy = "none" — leaves shop.stores.reviews 1 of 3 members, which is no majority, so that it takes no writes. Keep zonal.',
    );
    refuseLoss("shop.stores.reviews", set("reviews", small), set("reviews"));
  });

  it("may change image, resources, size and settings", () => {
    for (const name of ["books", "chats", "tokens", "events", "recipes"])
      refuseLoss(key, set(name), set(name, small));
    refuseLoss(key, set("books"), set({ ...storeOf("books"), users: ["other"] }));
    refuseLoss(key, undefined, set("books"));
    const plain: Store = { ...storeOf("recipes"), spec: { engine: "postgresql", storage: "20Gi" } };
    refuseLoss(key, set(plain), set("recipes"));
    refuseLoss(key, set("recipes"), set(plain));
  });

  it("names a database that would be new and empty, and lets the update pass", () => {
    const books = storeOf("books");
    const renamed: Store = {
      ...books,
      spec: { engine: "mariadb", storage: "10Gi", databases: { web: "market" } },
      users: ["web", "new"],
    };
    expect(renamedDatabases(key, set(books), set(renamed))).to.deep.equal([
      'shop.stores.books.databases.web = "market" — is a new database without data, and shop keeps the data of web. ' +
        "Copy the data before the service starts, or write shop again.",
    ]);
    expect(renamedDatabases(key, set(books), set(books))).to.deep.equal([]);
    expect(renamedDatabases(key, undefined, set(books))).to.deep.equal([]);
    refuseLoss(key, set(books), set(renamed));
    // an annotation of the StatefulSet alone: its pods do not restart
    expect(set(renamed).spec?.template).to.deep.equal(set(books).spec?.template);
  });

  it("is checked before every update of a StatefulSet", async () => {
    const recorded = await recordResources(
      () =>
        new DataTier("shop", {
          platform,
          stores: [storeOf("books"), storeOf("reviews")],
          data: "discard",
          namespace: () => new kubernetes.core.v1.Namespace("namespace", {}),
        }),
      { outputs: ({ type }) => (type.startsWith("random:") ? { result: "x" } : {}) },
    );
    const sets = recorded.filter(({ type }) => type.endsWith(":StatefulSet"));
    expect(sets.map(({ name, beforeUpdate }) => [name, beforeUpdate])).to.deep.equal(
      ["books", "reviews"].map((name) => [
        `shop-${name}-statefulset`,
        [`shop-${name}-statefulset-keeps-data`],
      ]),
    );
  });
});
