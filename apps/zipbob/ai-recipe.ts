import { assumed } from "../../components/app-service/service.ts";

/** FastAPI and LangChain: seconds a request, so it is asked through RabbitMQ only. */
export const aiRecipe = {
  image: "zipbob-llm",
  runtime: "python",
  port: 8000,
  // no health path of it is known; FastAPI accepts connections when its application has started
  health: { tcp: true },
  startupSeconds: 30,
  resources: { cpu: "250m", memory: "1Gi" },
  user: assumed(10001, "a Python image runs as any user"),
  writable: assumed(["/tmp"], "LangChain and its tokenizer keep their caches below TMPDIR"),
  architectures: assumed(["amd64"], "the team builds on amd64 runners only"),
} as const;
