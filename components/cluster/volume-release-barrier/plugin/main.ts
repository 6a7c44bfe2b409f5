import { main } from "@pulumi/pulumi/provider/index.js";
import { HanokProvider } from "./provider.ts";

await main(new HanokProvider(), process.argv.slice(2));
