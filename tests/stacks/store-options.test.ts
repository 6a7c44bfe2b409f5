import { expect } from "chai";
import { describe, it } from "mocha";
import { noOptions } from "../../components/data-tier/options.ts";
import { issueLine } from "../../components/validation.ts";
import { stackEnvironment } from "../../stacks/environment.ts";
import { validateStores } from "../../stacks/settings/stores.ts";
import { managedSpecs, optionsOf } from "../../stacks/stores.ts";
import { systems } from "../../apps/index.ts";
import { root } from "../support/local-stack.ts";

const overrides = { "hanok:secrets": { kind: "generated" } };
const prod = stackEnvironment("prod", root, { overrides });
const running = Object.values(systems).filter(({ name }) => name === "zipbob");
const lines = (storeOptions: typeof prod.storeOptions, stores = prod.stores) =>
  validateStores({ ...prod, stores, storeOptions }, running, "prod").map(issueLine);
const own = (options: Partial<typeof noOptions>) => ({ ...noOptions, ...options });

describe("hanok:storeOptions", () => {
  it("say where one store runs, and all others follow hanok:stores", () => {
    const storeOptions = { zipbob: { recipes: own({ runs: "cluster" }) } };
    expect(optionsOf({ ...prod, storeOptions }, "zipbob", "recipes").runs).to.equal("cluster");
    expect(optionsOf({ ...prod, storeOptions }, "zipbob", "mariadb").runs).to.equal("managed");
    const engines = managedSpecs({ ...prod, storeOptions }, running).map(({ engine }) => engine);
    expect(engines).to.have.members([
      "mariadb",
      "mongodb",
      "rabbitmq",
      "valkey",
      "valkey",
      "valkey",
    ]);
    expect(lines(storeOptions)).to.deep.equal([]);
  });

  it("refuse an unknown store, an option without effect, and what AWS does not offer, with key and remedy", () => {
    const found = lines({
      zipbob: {
        mariadbb: noOptions,
        mariadb: own({ capacity: "serverless" }),
        recipes: own({ runs: "cluster", instanceClass: "db.m7g.large" }),
        rabbitmq: own({ instanceClass: "db.m7g.large" }),
        "edge-redis": own({ restoreFrom: { store: "old", time: "latest" } }),
      },
    });
    expect(found).to.have.length(5);
    expect(found[0]).to.match(/^hanok:storeOptions\.zipbob\.mariadbb .*is not a store.*mariadb/);
    expect(found[1]).to.match(
      /mariadb\.capacity = "serverless" — is not offered for mariadb on AWS/,
    );
    expect(found[2]).to.match(/recipes\.instanceClass .*no effect on a store in the cluster/);
    expect(found[3]).to.match(/rabbitmq\.instanceClass .*is not a class of rabbitmq.*mq\./);
    expect(found[4]).to.match(/edge-redis\.restoreFrom\.store .*snapshots alone/);
  });

  it("refuse the name of a snapshot for a serverless cache, and its ARN for nodes", () => {
    const arn = "arn:aws:elasticache:ap-northeast-2:123456789012:serverlesssnapshot:nightly";
    const from = (snapshot: string, capacity: "serverless" | "provisioned") =>
      lines({ zipbob: { "edge-redis": own({ capacity, restoreFrom: { snapshot } }) } });
    expect(from("nightly", "serverless")[0]).to.match(/restoreFrom\.snapshot .*is not an ARN/);
    expect(from(arn, "provisioned")[0]).to.match(/restoreFrom\.snapshot .*is an ARN.*name/);
    expect(from(arn, "serverless")).to.deep.equal([]);
    expect(from("nightly", "provisioned")).to.deep.equal([]);
  });

  it("refuse managed stores without a network or a cluster of their own", () => {
    const network = { ...prod.network, kind: "none" } as const;
    const [line] = validateStores({ ...prod, network }, running, "prod").map(issueLine);
    expect(line).to.match(/^hanok:network\.kind = "none" — leaves the managed stores without/);
  });
});
