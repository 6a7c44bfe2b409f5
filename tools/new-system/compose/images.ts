import type { Runtime } from "../../../components/app-service/service.ts";
import type { StoreEngine } from "../../../components/platform.ts";

/** Parts of an image's name: `docker.io/library/nginx:1.27` is `nginx` with the tag `1.27`. */
export interface ImageParts {
  /** With its registry host, which is `docker.io` where the Compose file names none. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** Last part of the repository: `postgres`. */
  readonly short: string;
}

/** Port of a public image: those of PHP-FPM speak FastCGI. */
export function knownPort({ short, tag = "" }: ImageParts): number | undefined {
  return /(^|-)fpm/.test(tag) ? 9000 : knownImage(short).port;
}

/** Splits an image of a Compose file. */
export function imageParts(image: string): ImageParts {
  const [named = "", digest] = image.split("@");
  const [, path = named, tag] = /^(.*?)(?::([^:/]+))?$/.exec(named) ?? [];
  const [first = "", ...rest] = path.split("/");
  const isHosted = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const hub = rest.length === 0 ? `docker.io/library/${path}` : `docker.io/${path}`;
  return {
    repository: isHosted ? path : hub,
    tag: tag ?? digest,
    short: path.split("/").at(-1) ?? path,
  };
}

/** Store by image: the engine, its port, and the variables that name its first database and user. */
export interface KnownStore {
  readonly images: RegExp;
  readonly engine: StoreEngine;
  readonly port: number;
  readonly database?: readonly string[];
  readonly username?: readonly string[];
  readonly password?: readonly string[];
}

const mysqlNames = {
  database: ["MYSQL_DATABASE", "MARIADB_DATABASE"],
  username: ["MYSQL_USER", "MARIADB_USER"],
  password: [
    ...["MYSQL_PASSWORD", "MARIADB_PASSWORD"],
    ...["MYSQL_ROOT_PASSWORD", "MARIADB_ROOT_PASSWORD"],
  ],
};
const postgresNames = {
  database: ["POSTGRES_DB", "POSTGRESQL_DATABASE"],
  username: ["POSTGRES_USER", "POSTGRESQL_USERNAME"],
  password: ["POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD"],
};

/** Engines that Hanok has, by the last part of an image's name. The first row that matches counts. */
export const knownStores: readonly KnownStore[] = [
  { images: /^(mysql|mysql-server|percona)$/, engine: "mysql", port: 3306, ...mysqlNames },
  { images: /^(mariadb|mariadb-galera)$/, engine: "mariadb", port: 3306, ...mysqlNames },
  { images: /^pgvector$/, engine: "vector", port: 5432, ...postgresNames },
  {
    images: /^(postgres|postgresql|postgis|timescaledb|timescaledb-ha)$/,
    engine: "postgresql",
    port: 5432,
    ...postgresNames,
  },
  {
    images: /^(mongo|mongodb|mongodb-community-server)$/,
    engine: "mongodb",
    port: 27_017,
    database: ["MONGO_INITDB_DATABASE"],
    username: ["MONGO_INITDB_ROOT_USERNAME"],
    password: ["MONGO_INITDB_ROOT_PASSWORD"],
  },
  {
    images: /^(redis|valkey|redis-stack|redis-stack-server|keydb|dragonfly)$/,
    engine: "valkey",
    port: 6379,
    password: ["REDIS_PASSWORD", "VALKEY_PASSWORD"],
  },
  {
    images: /^rabbitmq$/,
    engine: "rabbitmq",
    port: 5672,
    database: ["RABBITMQ_DEFAULT_VHOST"],
    username: ["RABBITMQ_DEFAULT_USER", "RABBITMQ_USERNAME"],
    password: ["RABBITMQ_DEFAULT_PASS", "RABBITMQ_PASSWORD"],
  },
];

/** Servers of data that are no engine of Hanok. They become services, and the list of gaps says so. */
export const otherStores =
  /^(cassandra|clickhouse|clickhouse-server|cockroach|couchdb|cp-kafka|cp-zookeeper|elasticsearch|etcd|influxdb|kafka|memcached|meilisearch|minio|mssql-server|mssql|server|nats|neo4j|opensearch|redpanda|scylla|seaweedfs|typesense|zookeeper)$/;

/** Parts of the platform, by the last part of an image's name. */
export const platformParts: readonly (readonly [RegExp, string])[] = [
  [
    /^(traefik|nginx-proxy|nginx-proxy-manager|haproxy|acme-companion|docker-letsencrypt-nginx-proxy-companion|certbot)$/,
    "the gateway does this: routes and certificates",
  ],
  [
    /^(adminer|phpmyadmin|pgadmin4|mongo-express|redis-commander|redisinsight)$/,
    "an administration page of a store; leave it out of an environment",
  ],
  [
    /^(prometheus|alertmanager|node-exporter|cadvisor|grafana|loki|promtail|fluentd|fluent-bit|logspout|jaeger|all-in-one|zipkin|opentelemetry-collector|opentelemetry-collector-contrib)$/,
    "the platform's monitoring does this",
  ],
  [
    /^(watchtower|portainer|portainer-ce|autoheal|docker-gen|docker-socket-proxy)$/,
    "it manages Docker, which is not there",
  ],
];

/** Facts about public images that a Compose file does not say: the port, the user and the runtime. */
interface KnownImage {
  readonly images: RegExp;
  readonly port?: number;
  readonly user?: number;
  readonly runtime?: Runtime;
}

const knownImages: readonly KnownImage[] = [
  { images: /^(nginx-unprivileged)$/, port: 8080, user: 101, runtime: "static" },
  { images: /^(nginx|httpd|caddy|traefik|wordpress|matomo|php)$/, port: 80 },
  { images: /^(nextcloud)$/, port: 80, runtime: "php" },
  { images: /^(ghost)$/, port: 2368, user: 1000, runtime: "node" },
  { images: /^(gitea|forgejo|grafana)$/, port: 3000, runtime: "go" },
  { images: /^(keycloak)$/, port: 8080, user: 1000 },
  { images: /^(minio)$/, port: 9000 },
  { images: /^(kafka|cp-kafka)$/, port: 9092 },
  { images: /^(elasticsearch|opensearch)$/, port: 9200, user: 1000 },
  { images: /^(memcached)$/, port: 11_211, user: 11_211 },
  { images: /^(zookeeper|cp-zookeeper)$/, port: 2181, user: 1000 },
  { images: /^(zipkin)$/, port: 9411 },
  { images: /^(jaeger|all-in-one)$/, port: 16_686, user: 10_001 },
  { images: /^(mailhog|mailpit)$/, port: 8025 },
  { images: /^(adminer|phpmyadmin)$/, port: 8080 },
  { images: /^(node)$/, user: 1000, runtime: "node" },
];

/** Facts of the first row that matches an image's last part. */
export function knownImage(short: string): Omit<KnownImage, "images"> {
  return knownImages.find(({ images }) => images.test(short)) ?? {};
}

const runtimesByWord: readonly (readonly [RegExp, Runtime])[] = [
  [/\bnode|\bbun\b|\bdeno\b|express|nestjs|nextjs|react|nodemon|\bnpm\b|\byarn\b/, "node"],
  [/python|django|flask|fastapi|uvicorn|gunicorn|celery/, "python"],
  [/golang|\bgo\b/, "go"],
  [/openjdk|temurin|jdk|jre|java|spring|maven|gradle|corretto|tomcat/, "spring"],
  [/php|laravel|symfony|composer|wordpress|nextcloud/, "php"],
  [/ruby|rails|sidekiq|puma|mastodon/, "ruby"],
  [/dotnet|aspnet/, "dotnet"],
  [/nginx|httpd|caddy/, "static"],
];

/** Runtime that the words of an image, a command or a Dockerfile suggest. */
export function guessRuntime(words: readonly string[]): Runtime | undefined {
  for (const word of words) {
    const found = runtimesByWord.find(([pattern]) => pattern.test(word.toLowerCase()))?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
