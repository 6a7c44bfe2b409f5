import { expect } from "chai";
import { describe, it } from "mocha";
import { AppService } from "../../../components/app-service/index.ts";
import { storeManifests } from "../../../components/data-tier/in-cluster/manifests.ts";
import type { Store } from "../../../components/data-tier/engine.ts";
import { claimsOf, refuseSmaller } from "../../../components/workload/claims.ts";
import type { KubernetesObject } from "../../../components/workload/objects.ts";
import { platform } from "../../support/fixtures.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";
import { orders } from "../app-service/orders.ts";
import { stores } from "../data-tier/stores-under-test.ts";

const claim = (storage: unknown) => ({ spec: { resources: { requests: { storage } } } });

/** A store with another size of its claims. */
function resized({ spec, ...store }: Store, storage: string): Store {
  if (spec.engine === "vault") throw new Error("Vault is not a server of a system");
  if (spec.engine !== "valkey") return { ...store, spec: { ...spec, storage } };
  return { ...store, spec: { ...spec, persistence: { kind: "persistent", storage } } };
}

const holders = stores.filter(
  ({ spec }) => !(spec.engine === "valkey" && spec.persistence.kind === "cache"),
);

describe("claims of a StatefulSet", () => {
  it("have the names that the StatefulSet's controller gives them, one for each pod", () => {
    const identity = { name: "books", namespace: "shop", labels: {}, selector: { a: "b" } };
    expect(claimsOf(identity, 2, "20Gi").map(({ metadata }) => metadata)).to.deep.equal(
      ["data-books-0", "data-books-1"].map((name) => ({
        name,
        namespace: "shop",
        labels: { a: "b" },
      })),
    );
  });

  for (const store of holders) {
    it(`of ${store.spec.engine} (${store.name}) grow without a change of anything else`, () => {
      const isPart = ({ kind }: KubernetesObject) => kind !== "PersistentVolumeClaim";
      const without = (one: Store) =>
        storeManifests(one, platform)
          .filter(isPart)
          // the template is ignored after the creation of the StatefulSet
          .map((object) =>
            object.kind === "StatefulSet"
              ? { ...object, spec: { ...object.spec, volumeClaimTemplates: [] } }
              : object,
          );
      const [before, after] = [resized(store, "10Gi"), resized(store, "30Gi")];
      expect(without(after)).to.deep.equal(without(before));
      const claims = storeManifests(after, platform).filter((one) => !isPart(one));
      expect(claims).to.have.length(store.name === "reviews" ? 3 : 1);
      for (const one of claims)
        expect(one).to.have.nested.property("spec.resources.requests.storage", "30Gi");
    });
  }

  it("stay when their store goes, and refuse a smaller size before an update; the StatefulSet ignores its template", async () => {
    const service = orders({
      volume: { path: "/data", storage: "20Gi" },
      scaling: { kind: "fixed", replicas: 2, because: "one writes" },
    });
    const recorded = await recordResources(
      () => new AppService("shop-orders", { service, bindings: [], platform }),
    );
    const claims = recorded.filter(({ type }) => type.endsWith(":PersistentVolumeClaim"));
    expect(claims.map(({ name }) => name)).to.deep.equal([
      "shop-data-orders-0-persistentvolumeclaim",
      "shop-data-orders-1-persistentvolumeclaim",
    ]);
    for (const { name, retainOnDelete, beforeUpdate, inputs } of claims) {
      expect(retainOnDelete).to.equal(true);
      expect(beforeUpdate).to.deep.equal([`${name}-grows`]);
      // the provider would wait for a claim that is not bound, and a bound one is never unbound again
      expect(inputs).to.have.nested.property("metadata.annotations.pulumi\\.com/skipAwait", "true");
    }
    const workload = recorded.find(({ type }) => type.endsWith(":StatefulSet"));
    expect(workload?.ignoreChanges).to.deep.equal(["spec.volumeClaimTemplates"]);
    expect(workload?.dependsOn).to.include.members(claims.map(({ name }) => name));
  });

  it("never shrink: the error names the key, both sizes and the remedy", () => {
    const key = "shop.stores.books.storage";
    expect(() => refuseSmaller(key, claim("20Gi"), claim("10Gi"))).to.throw(
      'shop.stores.books.storage = "10Gi" — is smaller than 20Gi, which the volume has, and no volume can shrink. Write 20Gi or more.',
    );
    expect(() => refuseSmaller(key, claim("1Ti"), claim("900Gi"))).to.throw("is smaller than 1Ti");
    for (const [before, after] of [
      ["20Gi", "20Gi"],
      ["20Gi", "21Gi"],
      ["1000Mi", "1Gi"],
    ])
      refuseSmaller(key, claim(before), claim(after));
    refuseSmaller(key, undefined, claim("1Gi"));
  });
});
