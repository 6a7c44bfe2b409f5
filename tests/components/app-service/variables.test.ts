import { expect } from "chai";
import fc from "fast-check";
import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import { describe, it } from "mocha";
import { runtimes, type StoreFields } from "../../../components/app-service/service.ts";
import { bound, engines, environment, tls, value } from "./bound.ts";
import { clashMessage, variableClashes } from "../../../components/app-service/variable-names.ts";
import type { Binding } from "../../../components/platform.ts";
import { leastService } from "../../support/fixtures.ts";

const secret = (all: readonly IEnvVar[], wanted: string) =>
  all.find(({ name }) => name === wanted)?.valueFrom?.secretKeyRef;

describe("variables of bindings", () => {
  it("P1: sets the store's own variables for every runtime", () => {
    for (const runtime of runtimes) {
      const all = environment({ runtime }, [bound("edge-redis", "valkey")]);
      expect(value(all, "EDGE_REDIS_HOST")).to.equal("edge-redis");
      expect(value(all, "EDGE_REDIS_PORT")).to.equal("6379");
      expect(secret(all, "EDGE_REDIS_PASSWORD")).to.deep.equal({
        name: "web-edge-redis",
        key: "password",
      });
    }
  });

  it("C2: refers to the Secret of the service's user instead of writing a password", () => {
    const all = environment({ runtime: "spring" }, [bound("members", "mariadb")]);
    expect(value(all, "SPRING_DATASOURCE_URL")).to.equal(
      "jdbc:mariadb://$(MEMBERS_HOST):$(MEMBERS_PORT)/$(MEMBERS_DATABASE)",
    );
    expect(secret(all, "SPRING_DATASOURCE_PASSWORD")).to.deep.equal({
      name: "web-members",
      key: "password",
    });
  });

  it("prefers reads from a replica set's secondaries", () => {
    const all = environment({ runtime: "spring" }, [bound("mongo", "mongodb")]);
    expect(value(all, "SPRING_DATA_MONGODB_URI")).to.equal(
      "mongodb://$(MONGO_USERNAME):$(MONGO_PASSWORD)@$(MONGO_HOST):$(MONGO_PORT)/$(MONGO_DATABASE)" +
        "?authSource=$(MONGO_DATABASE)&replicaSet=rs0&readPreference=secondaryPreferred",
    );
  });

  it("sets Vault's variables in upper and lower case", () => {
    const token = { secret: "web-vault", key: "token", optional: true };
    const vault = {
      ...bound("vault", "vault"),
      connection: { host: { value: "vault.vault.svc" }, port: { value: "8200" }, token },
    };
    const all = environment({ runtime: "spring" }, [vault]);
    expect(value(all, "SPRING_CLOUD_VAULT_URI")).to.equal("http://$(VAULT_HOST):$(VAULT_PORT)");
    expect(value(all, "SPRING_CLOUD_VAULT_SCHEME")).to.equal("http");
    expect(value(all, "SPRING_CLOUD_CONFIG_SERVER_VAULT_HOST")).to.equal("vault.vault.svc");
    expect(value(all, "vault_port")).to.equal("8200");
    for (const name of ["VAULT_TOKEN", "vault_token", "SPRING_CLOUD_VAULT_TOKEN"]) {
      expect(secret(all, name), name).to.deep.equal({
        name: "web-vault",
        key: "token",
        optional: true,
      });
    }
  });

  it("sets connection fields for Go, and URLs for Python", () => {
    const go = environment({ runtime: "go" }, [bound("chat", "mysql")]);
    expect(value(go, "DB_NAME")).to.equal("web");
    expect(secret(go, "DB_USER")?.key).to.equal("username");
    const python = environment({ runtime: "python" }, [
      bound("events", "rabbitmq"),
      bound("recipes", "vector"),
    ]);
    expect(value(python, "RABBITMQ_URL")).to.equal(
      "amqp://$(EVENTS_USERNAME):$(EVENTS_PASSWORD)@$(EVENTS_HOST):$(EVENTS_PORT)/%2F",
    );
    expect(value(python, "DATABASE_URL")).to.match(/^postgresql:\/\/\$\(RECIPES_USERNAME\)/);
  });

  it("omits the user name from the URL of a store without one", () => {
    const { password, host, port } = bound("cache", "valkey").connection;
    const anonymous = { ...bound("cache", "valkey"), connection: { host, port } };
    const shared = { ...bound("cache", "valkey"), connection: { host, port, password } };
    const url = (made: Binding) => value(environment({ runtime: "python" }, [made]), "REDIS_URL");
    expect(url(anonymous)).to.equal("redis://$(CACHE_HOST):$(CACHE_PORT)");
    expect(url(shared)).to.equal("redis://:$(CACHE_PASSWORD)@$(CACHE_HOST):$(CACHE_PORT)");
  });

  it("verifies the server's certificate where the transport is TLS", () => {
    const all = environment({ runtime: "spring" }, [tls(bound("members", "mariadb"))]);
    expect(value(all, "SPRING_DATASOURCE_URL")).to.contain(
      "?sslMode=verify-full&serverSslCert=/platform/bindings/members-ca/ca.pem",
    );
    expect(value(all, "SERVICE_BINDING_ROOT")).to.equal("/platform/bindings");
    expect(value(all, "MEMBERS_CA")).to.equal("/platform/bindings/members-ca/ca.pem");
  });

  it("refers only to earlier variables, for every runtime, engine and transport", () => {
    const any = fc.record({
      runtime: fc.constantFrom(...runtimes),
      used: fc.uniqueArray(fc.constantFrom(...engines), { maxLength: 7 }),
      secure: fc.boolean(),
    });
    fc.assert(
      fc.property(any, ({ runtime, used, secure }) => {
        const bindings = used.map((engine) => bound(`my-${engine}`, engine));
        const uses = used.map((engine, index) =>
          index === 0 ? `my-${engine}` : ({ store: `my-${engine}`, variables: "plain" } as const),
        );
        const all = environment({ runtime, uses }, secure ? bindings.map(tls) : bindings);
        const seen = new Set<string>();
        for (const { name, value: text = "" } of all) {
          for (const [, reference = ""] of text.matchAll(/\$\((\w+)\)/g)) {
            expect([...seen], `${name}=${text}`).to.include(reference);
          }
          expect(seen.has(name), `${name} stands twice`).to.equal(false);
          expect(text).not.to.match(/[{}]/);
          seen.add(name);
        }
      }),
    );
  });
});

describe("variables of two stores", () => {
  const two = [bound("members", "mariadb"), bound("orders", "mysql")];

  it("C7: rejects two stores that set the same variable, and names the remedy", () => {
    const spec = { ...leastService, runtime: "spring", uses: ["members", "orders"] } as const;
    const clashes = variableClashes(spec, { members: "mariadb", orders: "mysql" });
    expect(clashes.map(({ variable }) => variable)).to.deep.equal([
      "SPRING_DATASOURCE_URL",
      "SPRING_DATASOURCE_USERNAME",
      "SPRING_DATASOURCE_PASSWORD",
    ]);
    const [first] = clashes;
    expect(first && clashMessage(first)).to.contain('{ store: "orders", variables: "plain" }');
    expect(() => environment({ runtime: "spring" }, two)).to.throw(
      'web: the stores "members" and "orders" both set SPRING_DATASOURCE_URL',
    );
  });

  it("accepts a second store with plain variables", () => {
    const uses = ["members", { store: "orders", variables: "plain" }] as const;
    const all = environment({ runtime: "spring", uses }, two);
    expect(value(all, "SPRING_DATASOURCE_URL")).to.contain("$(MEMBERS_HOST)");
    expect(value(all, "ORDERS_HOST")).to.equal("orders");
  });

  it("accepts a variable that the environment overrides", () => {
    const spec = { ...leastService, uses: ["members", "orders"] };
    const decided = Object.fromEntries(
      ["DB_HOST", "DB_PORT", "DB_USER", "DB_PASSWORD", "DB_NAME"].map((name) => [name, "x"]),
    );
    const both = { members: "mariadb", orders: "mysql" } as const;
    expect(variableClashes(spec, both)).to.have.length(5);
    expect(variableClashes({ ...spec, environment: decided }, both)).to.deep.equal([]);
  });

  it("sets each variable once when a store's name is a runtime's prefix", () => {
    const all = environment({ runtime: "go" }, [bound("db", "mysql")]);
    expect(all.filter(({ name }) => name === "DB_HOST")).to.deep.equal([
      { name: "DB_HOST", value: "db" },
    ]);
  });
});

describe("variables of the service", () => {
  it("P2: uses the value for the environment's size", () => {
    const spec = { environment: { THREADS: { small: "50", large: "250" } } };
    expect(value(environment(spec, []), "THREADS")).to.equal("250");
  });

  it("replaces a binding's variable in place", () => {
    const spec = { runtime: "spring", environment: { MEMBERS_HOST: "elsewhere" } } as const;
    const all = environment(spec, [bound("members", "mariadb")]);
    const names = all.map(({ name }) => name);
    expect(value(all, "MEMBERS_HOST")).to.equal("elsewhere");
    expect(names.indexOf("MEMBERS_HOST")).to.be.below(names.indexOf("SPRING_DATASOURCE_URL"));
  });

  it("sets a store's field under a name chosen by the service", () => {
    const password = { store: "members", field: "password" } as const;
    const all = environment({ environment: { PASS: password } }, [bound("members", "mariadb")]);
    expect(secret(all, "PASS")).to.deep.equal({ name: "web-members", key: "password" });
  });

  it("rejects a field that no binding has", () => {
    const token = { store: "members", field: "token" } as const;
    expect(() =>
      environment({ environment: { T: token } }, [bound("members", "mariadb")]),
    ).to.throw('environment.T refers to token of the store "members"');
  });

  it("B14: puts a secret before the variable that is composed of it, and moves no other", () => {
    const secrets = { API_KEY: "api-key", OTHER: "other" };
    const composed = {
      FIRST: "1",
      URL: "https://$(USER_INFO)@api.example.com",
      USER_INFO: "me:$(API_KEY)",
      LAST: "$$(HOME) costs $$5",
    };
    const names = environment({ secrets, environment: composed }, []).map(({ name }) => name);
    expect(names).to.deep.equal(["TZ", "FIRST", "API_KEY", "USER_INFO", "URL", "LAST", "OTHER"]);
  });

  it("B14: rejects a reference that nothing defines, and one that needs itself", () => {
    const members = [bound("members", "mariadb")];
    const all = (own: Record<string, string>) => () => environment({ environment: own }, members);
    expect(all({ URL: "http://$(MEMBERS_CA)" })).to.throw("URL refers to $(MEMBERS_CA)");
    expect(all({ A: "$(B)", B: "$(C)", C: "$(A)" })).to.throw("A → B → C → A");
    expect(all({ TZ: "$(TZ)" })).to.throw("TZ → TZ");
    expect(all({ A: "$$(B)$$$$(C) $ (D) $( E" })).not.to.throw();
    expect(all({ A: "$$$(B)" })).to.throw("A refers to $(B)");
  });

  it("F4: reads secrets from the service's own Secret", () => {
    const all = environment({ secrets: { API_KEY: "llm-api-key" } }, []);
    expect(secret(all, "API_KEY")).to.deep.equal({ name: "web-secrets", key: "llm-api-key" });
  });

  it("sets the time zone, also as a JVM option", () => {
    expect(value(environment({}, []), "TZ")).to.equal("Asia/Seoul");
    expect(value(environment({}, []), "JAVA_TOOL_OPTIONS")).to.equal(undefined);
    const java = (own?: string) =>
      value(
        environment(
          { runtime: "spring", ...(own ? { environment: { JAVA_TOOL_OPTIONS: own } } : {}) },
          [],
        ),
        "JAVA_TOOL_OPTIONS",
      );
    expect(java()).to.equal("-Duser.timezone=Asia/Seoul");
    expect(java("-Xss1m")).to.equal("-Xss1m -Duser.timezone=Asia/Seoul");
    expect(java("-Duser.timezone=UTC")).to.equal("-Duser.timezone=UTC");
  });

  it("Z11: tells a Spring service the address of its config server, with retries", () => {
    const configServer = { name: "settings", port: 8888, startupSeconds: 180 };
    const all = environment({ runtime: "spring" }, [], { configServer });
    expect(value(all, "SPRING_CLOUD_CONFIG_URI")).to.equal("http://settings:8888");
    expect(value(all, "SPRING_CLOUD_CONFIG_FAIL_FAST")).to.equal("true");
    expect(Number(value(all, "SPRING_CLOUD_CONFIG_RETRY_MAX_ATTEMPTS"))).to.be.above(6);
  });
});

describe("variables by templates and other names", () => {
  const db = bound("db", "vector");
  type Stores = Readonly<Record<"db", StoreFields>>;
  const url = ({ db: { username, password, host, port, database, tls: isTls, ca } }: Stores) =>
    `postgresql://${username}:${password}@${host}:${port}/${database}${isTls ? `?ca=${ca}` : ""}`;

  it("compose literals, and references to secrets that stand before them", () => {
    const all = environment({ environment: { URL: url } }, [db]);
    expect(value(all, "URL")).to.equal("postgresql://$(DB_USERNAME):$(DB_PASSWORD)@db:5432/web");
    const order = all.map(({ name }) => name);
    expect(order.indexOf("DB_PASSWORD")).to.be.below(order.indexOf("URL"));
  });

  it("know whether the store speaks TLS", () => {
    const all = environment({ environment: { URL: url } }, [tls(db)]);
    expect(value(all, "URL")).to.match(/web\?ca=\/platform\/bindings\/db-ca\/ca.pem$/);
  });

  it("escape a literal in a URL alone, and dollars everywhere", () => {
    const odd = { ...db, connection: { ...db.connection, database: { value: "a/$(b)" } } };
    const both = {
      URL: ({ db: { database } }: Stores) => `x://h/${database}`,
      KEYS: ({ db: { database } }: Stores) => `Database=${database}`,
    };
    const all = environment({ environment: both }, [odd]);
    expect(value(all, "URL")).to.equal("x://h/a%2F%24(b)");
    expect(value(all, "KEYS")).to.equal("Database=a/$$(b)");
  });

  it("F4: read a password alone from its Secret", () => {
    const all = environment({ environment: { PASS: ({ db: { password } }: Stores) => password } }, [
      db,
    ]);
    expect(secret(all, "PASS")).to.deep.equal({ name: "web-db", key: "password" });
  });

  it("see the store's own value where environment has another one under its name", () => {
    const own = { DB_PASSWORD: ({ db: { password } }: Stores) => `p=${password}` };
    const all = environment({ environment: own }, [db]);
    expect(value(all, "DB_PASSWORD")).to.equal("p=$(BOUND_DB_PASSWORD)");
    expect(secret(all, "BOUND_DB_PASSWORD")).to.deep.equal({ name: "web-db", key: "password" });
  });

  it("have the names that a use gives them, also inside composed values", () => {
    const uses = [{ store: "db", as: { host: "PGHOST", password: "PGPASSWORD" } }] as const;
    const all = environment({ runtime: "python", uses, environment: { URL: url } }, [db]);
    expect(value(all, "PGHOST")).to.equal("db");
    expect(secret(all, "PGPASSWORD")?.key).to.equal("password");
    expect(all.map(({ name }) => name)).not.to.include.members(["DB_HOST", "DB_PASSWORD"]);
    expect(value(all, "URL")).to.contain("$(DB_USERNAME):$(PGPASSWORD)@db:");
    expect(value(all, "DATABASE_URL")).to.contain("$(PGPASSWORD)@$(PGHOST):$(DB_PORT)");
  });
});
