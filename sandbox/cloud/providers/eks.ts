import { eks } from "../remote/eks/index.ts";
import { serveComponents } from "../remote/serve.ts";

await serveComponents("@pulumi/eks", eks);
