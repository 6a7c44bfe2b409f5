import { serveComponents } from "../remote/serve.ts";
import { awsx } from "../remote/awsx/index.ts";

await serveComponents("@pulumi/awsx", awsx);
