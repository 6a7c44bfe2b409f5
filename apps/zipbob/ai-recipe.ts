import { assumed } from "../../components/app-service/service.ts";

/** FastAPI and LangChain. A request takes seconds, so callers use RabbitMQ only. */
export const aiRecipe = {
  image: "zipbob-llm",
  runtime: "python",
  port: 8000,
  // the health path is unknown; FastAPI accepts connections once its application has started
  health: { tcp: true },
  startupSeconds: 30,
  resources: { cpu: "250m", memory: "1Gi" },
  user: assumed(10001, "a Python image runs as any user"),
  writable: assumed(["/tmp"], "LangChain and its tokenizer keep their caches below TMPDIR"),
  architectures: assumed(["amd64"], "the team builds on amd64 runners only"),
} as const;
