import { defineSystem } from "../system.ts";
import { aiRecipe } from "./ai-recipe.ts";
import { spring } from "./spring.ts";

const registry = "ghcr.io/kakao-tech-bootcamp-team2";

/** Recipe recommendation and fridge management. The edge service is the only public entry point. */
export const zipbob = defineSystem({
  name: "zipbob",
  host: "backend",
  stores: {
    mariadb: { engine: "mariadb", storage: "50Gi", databases: { edge: "members" } },
    mongodb: { engine: "mongodb", storage: "50Gi", databases: { "recipe-review": "reviews" } },
    rabbitmq: { engine: "rabbitmq", storage: "28Gi" },
    "edge-redis": { engine: "valkey", memory: "128Mi", persistence: { kind: "cache" } },
    "ingredients-redis": { engine: "valkey", memory: "128Mi", persistence: { kind: "cache" } },
    "reviews-redis": { engine: "valkey", memory: "128Mi", persistence: { kind: "cache" } },
    recipes: { engine: "vector", storage: "20Gi" },
    vault: { engine: "vault" },
  },
  services: {
    edge: {
      ...spring,
      image: `${registry}/zipbob-edge-service`,
      port: 9000,
      scaling: { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 },
      configServer: "config",
      uses: ["mariadb", "edge-redis", "rabbitmq"],
      callsTo: ["ingredients", "recipe-review"],
      internet: { ports: [443], because: "OAuth2 login asks the identity provider" },
    },
    ingredients: {
      ...spring,
      image: `${registry}/ingredients-manage-service`,
      port: 9001,
      scaling: { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 },
      configServer: "config",
      uses: ["mariadb", "ingredients-redis", "rabbitmq"],
    },
    "recipe-review": {
      ...spring,
      image: `${registry}/recipe-review-service`,
      port: 9002,
      scaling: { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 },
      uses: ["mongodb", "reviews-redis", "vault"],
      environment: { ...spring.environment, SPRING_CLOUD_VAULT_KV_PROFILES: "prod" },
    },
    "ai-recipe": {
      ...aiRecipe,
      scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 70 },
      uses: ["rabbitmq", "recipes"],
      secrets: { OPENAI_API_KEY: "llm-api-key" },
      internet: { ports: [443], because: "the LLM is a public API" },
    },
    config: {
      ...spring,
      image: `${registry}/zipbob-config-service`,
      port: 8888,
      // at least two pods: clients that read their settings at start-up must not depend on a single one
      scaling: { kind: "horizontal", min: 2, max: 3, cpuPercent: 70 },
      uses: ["vault", "rabbitmq"],
      environment: { ...spring.environment, SPRING_CLOUD_VAULT_KV_PROFILES: "prod" },
      internet: { ports: [443], because: "settings come from a Git repository" },
    },
  },
  routes: { "/": "edge" },
});
