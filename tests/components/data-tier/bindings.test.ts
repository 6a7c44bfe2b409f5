import { expect } from "chai";
import { describe, it } from "mocha";
import { bindingsOf } from "../../../components/data-tier/bindings.ts";
import { inCluster } from "../../../components/data-tier/in-cluster/index.ts";
import { platform } from "../../support/fixtures.ts";
import { stores } from "./stores-under-test.ts";

const vault = { name: "vault", spec: { engine: "vault" }, users: ["web"] } as const;

describe("bindingsOf", () => {
  const bindings = bindingsOf([...stores, vault], platform, () => inCluster);

  it("binds each service to its stores, in order", () => {
    expect(Object.keys(bindings)).to.have.members(["web", "back-office", "mailer", "ai-recipe"]);
    expect(bindings["web"]?.map(({ store }) => store)).to.deep.equal([
      "books",
      "chats",
      "reviews",
      "carts",
      "tokens",
      "events",
      "vault",
    ]);
  });

  it("contains a separate user, a database and the network path", () => {
    expect(bindings["back-office"]).to.deep.equal([
      {
        store: "books",
        engine: "mariadb",
        connection: {
          host: { value: "books" },
          port: { value: "3306" },
          database: { value: "back_office" },
          username: { secret: "back-office-books", key: "username" },
          password: { secret: "back-office-books", key: "password" },
        },
        transport: { tls: false },
        egress: {
          peers: [
            {
              podSelector: {
                matchLabels: {
                  "app.kubernetes.io/name": "books",
                  "app.kubernetes.io/part-of": "shop",
                },
              },
            },
          ],
          port: 3306,
        },
      },
    ]);
  });

  it("uses the configured database, and the system as RabbitMQ's virtual host", () => {
    const databases = Object.fromEntries(
      bindings["web"]?.map(({ store, connection }) => [store, connection.database]) ?? [],
    );
    expect(databases).to.deep.equal({
      books: { value: "shop" },
      chats: { value: "web" },
      reviews: { value: "web" },
      carts: undefined,
      tokens: undefined,
      events: { value: "shop" },
      vault: { value: "shop" },
    });
  });

  it("names the replica set of MongoDB", () => {
    expect(
      bindings["web"]
        ?.filter(({ replicaSet }) => replicaSet !== undefined)
        .map(({ store, replicaSet }) => [store, replicaSet]),
    ).to.deep.equal([["reviews", "rs0"]]);
  });

  it("Z8: binds the platform's Vault by a proxy on the loopback, and a token that opens nothing", () => {
    expect(bindings["web"]?.at(-1)).to.deep.equal({
      store: "vault",
      engine: "vault",
      connection: {
        host: { value: "127.0.0.1" },
        port: { value: "8200" },
        database: { value: "shop" },
        username: { value: "web" },
        token: { value: "replaced-by-vault-proxy" },
      },
      proxy: {
        address: "https://vault.vault.svc:8200",
        issuer: "cluster-ca",
        audience: "vault",
        port: 8200,
        role: "hanok-shop.web",
      },
      transport: { tls: false },
      egress: {
        peers: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "vault" } } }],
        port: 8200,
      },
    });
  });
});
