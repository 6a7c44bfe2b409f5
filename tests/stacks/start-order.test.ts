import { expect } from "chai";
import { describe, it } from "mocha";
import { systems } from "../../apps/index.ts";
import { zipbob } from "../../apps/zipbob/index.ts";
import { addonsOptions } from "../../components/cluster/addons/options.ts";
import { type Demand, requiredAddons } from "../../stacks/required-addons.ts";
import { storesOf } from "../../components/app-service/service-spec.ts";
import { startOrder, usersByStore } from "../../stacks/start-order.ts";
import { leastService } from "../support/fixtures.ts";

describe("start order of services", () => {
  it("puts a config server before its readers, and keeps the order otherwise", () => {
    const services = {
      a: { ...leastService, configServer: "c" },
      b: leastService,
      c: { ...leastService, configServer: "d" },
      d: leastService,
    };
    expect(startOrder(services)).to.deep.equal(["d", "c", "a", "b"]);
  });

  it("contains every service once", () => {
    expect([...startOrder(zipbob.services)].sort()).to.deep.equal(
      Object.keys(zipbob.services).sort(),
    );
  });
});

describe("users of stores", () => {
  it("are the services that use the store, in either form", () => {
    expect(storesOf({ uses: ["db", { store: "members", variables: "plain" }] })).to.deep.equal([
      "db",
      "members",
    ]);
    const users = usersByStore(zipbob).map(({ name, users: of }) => [name, of]);
    expect(Object.fromEntries(users)).to.deep.include({
      mariadb: ["edge", "ingredients"],
      vault: ["recipe-review", "config"],
      mongodb: ["recipe-review"],
    });
  });
});

const demand = (systems: Demand["systems"]): Demand => ({
  systems,
  observability: "none",
  addons: addonsOptions.parse({}),
});

describe("required add-ons", () => {
  it("are those of the options, with what each requires", () => {
    const of = (some: object) =>
      requiredAddons({ ...demand([]), addons: addonsOptions.parse(some) });
    expect(of({})).to.be.empty;
    for (const key of addonsOptions.keyof().options) expect(of({ [key]: true })).not.to.be.empty;
    expect(of({ keda: true, "cert-manager": true })).to.deep.equal(["cert-manager", "keda"]);
  });

  it("are the CRDs of monitors first where there is monitoring", () => {
    for (const observability of ["metrics", "full"] as const)
      expect(requiredAddons({ ...demand([]), observability })[0]).to.equal(
        "prometheus-operator-crds",
      );
  });

  it("are those of the stores, each once", () => {
    expect(
      requiredAddons(demand([...Object.values(systems), ...Object.values(systems)])),
    ).to.deep.equal(["cert-manager", "vault"]);
    expect(
      requiredAddons(
        demand([{ services: {}, stores: { db: { engine: "mysql", storage: "1Gi" } } }]),
      ),
    ).to.be.empty;
  });
});
