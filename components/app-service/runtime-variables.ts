import type { StoreEngine } from "../platform.ts";
import type { Runtime } from "./service.ts";

/**
 * Template of a variable. `{host}` and the like are fields of the connection.
 * `{replicaSet}` and `{ca}` (the file with the certificate authorities) are fields of the binding.
 * The first template whose fields are all bound is used. If none is, the variable is omitted.
 */
export type Template = string | readonly string[];

/** One template for every transport, or one for each. A transport without a template does not get the variable. */
export type Variable = Template | { readonly plain?: Template; readonly tls?: Template };

/** Templates of one engine by variable name. */
export type Variables = Readonly<Record<string, Variable>>;

/** Spring Boot's data source, for every SQL engine. */
function datasource(url: Variable): Variables {
  return {
    SPRING_DATASOURCE_URL: url,
    SPRING_DATASOURCE_USERNAME: "{username}",
    SPRING_DATASOURCE_PASSWORD: "{password}",
  };
}

/** PostgreSQL and its form with pgvector have the same clients. */
const postgresqlAnd = (of: Variables) => ({ postgresql: of, vector: of });

const spring: Readonly<Record<StoreEngine, Variables>> = {
  mariadb: datasource({
    plain: "jdbc:mariadb://{host}:{port}/{database}",
    tls: "jdbc:mariadb://{host}:{port}/{database}?sslMode=verify-full&serverSslCert={ca}",
  }),
  mysql: datasource({
    plain: "jdbc:mysql://{host}:{port}/{database}",
    // the driver falls back to the JVM's trust store, to which the buildpack adds the platform's authorities
    tls: "jdbc:mysql://{host}:{port}/{database}?sslMode=VERIFY_IDENTITY",
  }),
  ...postgresqlAnd(
    datasource({
      plain: "jdbc:postgresql://{host}:{port}/{database}",
      tls: "jdbc:postgresql://{host}:{port}/{database}?sslmode=verify-full&sslrootcert={ca}",
    }),
  ),
  mongodb: { SPRING_DATA_MONGODB_URI: mongodb() },
  valkey: {
    SPRING_DATA_REDIS_HOST: "{host}",
    SPRING_DATA_REDIS_PORT: "{port}",
    SPRING_DATA_REDIS_USERNAME: "{username}",
    SPRING_DATA_REDIS_PASSWORD: "{password}",
    SPRING_DATA_REDIS_SSL_ENABLED: { tls: "true" },
  },
  rabbitmq: {
    SPRING_RABBITMQ_HOST: "{host}",
    SPRING_RABBITMQ_PORT: "{port}",
    SPRING_RABBITMQ_USERNAME: "{username}",
    SPRING_RABBITMQ_PASSWORD: "{password}",
    SPRING_RABBITMQ_VIRTUAL_HOST: "{database}",
    SPRING_RABBITMQ_SSL_ENABLED: { tls: "true" },
  },
  vault: {
    SPRING_CLOUD_VAULT_HOST: "{host}",
    SPRING_CLOUD_VAULT_PORT: "{port}",
    // Spring's default is https
    SPRING_CLOUD_VAULT_SCHEME: { plain: "http", tls: "https" },
    SPRING_CLOUD_VAULT_URI: { plain: "http://{host}:{port}", tls: "https://{host}:{port}" },
    SPRING_CLOUD_VAULT_TOKEN: "{token}",
    SPRING_CLOUD_VAULT_KV_BACKEND: "{database}",
    SPRING_CLOUD_VAULT_KV_APPLICATIONNAME: "{username}",
    // the back end of a config server, whose default is version 1 and a token of each client
    SPRING_CLOUD_CONFIG_SERVER_VAULT_HOST: "{host}",
    SPRING_CLOUD_CONFIG_SERVER_VAULT_PORT: "{port}",
    SPRING_CLOUD_CONFIG_SERVER_VAULT_SCHEME: { plain: "http", tls: "https" },
    SPRING_CLOUD_CONFIG_SERVER_VAULT_BACKEND: "{database}",
    SPRING_CLOUD_CONFIG_SERVER_VAULT_KVVERSION: "2",
    SPRING_CLOUD_CONFIG_SERVER_VAULT_TOKEN: "{token}",
    VAULT_TOKEN: "{token}",
    // ZipBob's recipe-review reads these lower-case names
    vault_host: "{host}",
    vault_port: "{port}",
    vault_token: "{token}",
  },
};

/** Conventional names, used in the examples of the client libraries. */
const urls = {
  mongodb: { MONGODB_URI: mongodb("&tlsCAFile={ca}") },
  valkey: {
    REDIS_URL: {
      plain: credentials("redis://", "{host}:{port}"),
      tls: credentials("rediss://", "{host}:{port}"),
    },
  },
  rabbitmq: {
    RABBITMQ_URL: {
      plain: "amqp://{username}:{password}@{host}:{port}/{database}",
      tls: "amqps://{username}:{password}@{host}:{port}/{database}",
    },
  },
  vault: {
    VAULT_ADDR: { plain: "http://{host}:{port}", tls: "https://{host}:{port}" },
    VAULT_TOKEN: "{token}",
    VAULT_CACERT: { tls: "{ca}" },
  },
} as const satisfies Partial<Record<StoreEngine, Variables>>;

const goSql: Variables = {
  DB_HOST: "{host}",
  DB_PORT: "{port}",
  DB_USER: "{username}",
  DB_PASSWORD: "{password}",
  DB_NAME: "{database}",
};

const go: Readonly<Record<StoreEngine, Variables>> = {
  ...urls,
  mariadb: goSql,
  mysql: goSql,
  ...postgresqlAnd(goSql),
};

const python: Readonly<Record<StoreEngine, Variables>> = {
  ...urls,
  mariadb: { DATABASE_URL: sqlUrl("mysql", "ssl_ca={ca}") },
  mysql: { DATABASE_URL: sqlUrl("mysql", "ssl_ca={ca}") },
  ...postgresqlAnd({ DATABASE_URL: sqlUrl("postgresql", "sslmode=verify-full&sslrootcert={ca}") }),
};

/** mysql2 takes options as JSON. It reads no file of authorities; NODE_EXTRA_CA_CERTS adds `<STORE>_CA` to those of Node.js. */
const node: Readonly<Record<StoreEngine, Variables>> = {
  ...urls,
  mariadb: { DATABASE_URL: sqlUrl("mysql", "ssl=%7B%22rejectUnauthorized%22%3Atrue%7D") },
  mysql: { DATABASE_URL: sqlUrl("mysql", "ssl=%7B%22rejectUnauthorized%22%3Atrue%7D") },
  ...postgresqlAnd(python.vector),
};

/** Rails: `mysql2` names its options as the database configuration does. */
const ruby: Readonly<Record<StoreEngine, Variables>> = {
  ...urls,
  mariadb: { DATABASE_URL: sqlUrl("mysql2", "ssl_mode=verify_identity&sslca={ca}") },
  mysql: { DATABASE_URL: sqlUrl("mysql2", "ssl_mode=verify_identity&sslca={ca}") },
  ...postgresqlAnd(python.vector),
};

/** Laravel's names (config/database.php), and a URL for Doctrine. */
function laravel(connection: string, more: Variables): Variables {
  return {
    DB_CONNECTION: connection,
    DB_HOST: "{host}",
    DB_PORT: "{port}",
    DB_DATABASE: "{database}",
    DB_USERNAME: "{username}",
    DB_PASSWORD: "{password}",
    ...more,
  };
}

const php: Readonly<Record<StoreEngine, Variables>> = {
  ...urls,
  mariadb: laravel("mariadb", { MYSQL_ATTR_SSL_CA: { tls: "{ca}" }, ...python.mariadb }),
  mysql: laravel("mysql", { MYSQL_ATTR_SSL_CA: { tls: "{ca}" }, ...python.mysql }),
  ...postgresqlAnd(laravel("pgsql", { DB_SSLMODE: { tls: "verify-full" }, ...python.vector })),
  valkey: {
    ...urls.valkey,
    REDIS_HOST: "{host}",
    REDIS_PORT: "{port}",
    REDIS_USERNAME: "{username}",
    REDIS_PASSWORD: "{password}",
    REDIS_SCHEME: { tls: "tls" },
  },
};

/** Connection strings of MySqlConnector, Npgsql, MongoDB.Driver, StackExchange.Redis and RabbitMQ.Client. */
const dotnet: Readonly<Record<StoreEngine, Variables>> = {
  mariadb: { ConnectionStrings__Default: mySqlConnector() },
  mysql: { ConnectionStrings__Default: mySqlConnector() },
  ...postgresqlAnd({
    ConnectionStrings__Default: connectionString(
      "Host={host};Port={port};Database={database};Username={username};Password={password}",
      ";SSL Mode=VerifyFull;Root Certificate={ca}",
    ),
  }),
  mongodb: { ConnectionStrings__MongoDB: mongodb() },
  valkey: {
    ConnectionStrings__Redis: {
      plain: ["{host}:{port},user={username},password={password}", "{host}:{port}"],
      tls: ["{host}:{port},user={username},password={password},ssl=true", "{host}:{port},ssl=true"],
    },
  },
  rabbitmq: { ConnectionStrings__RabbitMQ: urls.rabbitmq.RABBITMQ_URL },
  vault: urls.vault,
};

/** Variables by runtime and engine, in addition to the store's own (`MEMBERS_HOST`). */
export const runtimeVariables: Readonly<
  Record<Runtime, Readonly<Partial<Record<StoreEngine, Variables>>>>
> = { spring, go, python, node, php, dotnet, ruby, static: {} };

function sqlUrl(scheme: string, tls: string): Variable {
  const url = `${scheme}://{username}:{password}@{host}:{port}/{database}`;
  return { plain: url, tls: `${url}?${tls}` };
}

function connectionString(plain: string, tls: string): Variable {
  return { plain, tls: `${plain}${tls}` };
}

function mySqlConnector(): Variable {
  return connectionString(
    "Server={host};Port={port};Database={database};User ID={username};Password={password}",
    ";SslMode=VerifyFull;SslCa={ca}",
  );
}

function credentials(scheme: string, address: string): Template {
  return [
    `${scheme}{username}:{password}@${address}`,
    `${scheme}:{password}@${address}`,
    `${scheme}${address}`,
  ];
}

/**
 * MongoDB keeps a user in the user's own database. DocumentDB, the engine behind TLS here, keeps it in `admin`
 * and does not support retryable writes.
 * One host is enough: the driver asks it for the other members of the replica set.
 */
function mongodb(authorities = ""): Variable {
  const url = "mongodb://{username}:{password}@{host}:{port}/{database}";
  const set = "&replicaSet={replicaSet}&readPreference=secondaryPreferred";
  const managed = `${url}?authSource=admin&retryWrites=false&tls=true${authorities}`;
  return {
    plain: [`${url}?authSource={database}${set}`, `${url}?authSource={database}`],
    tls: [`${managed}${set}`, managed],
  };
}
