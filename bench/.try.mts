import { loadavg } from "node:os";
import { benchTools, openSandbox } from "./sandbox.ts";
import { runSeries } from "./series.ts";
const tools = await benchTools(console.log);
const counts = (process.argv[2] ?? "1").split(",").map(Number);
const programs = (process.argv[3] ?? "flat,hanok").split(",") as never;
const sb = await openSandbox(Math.max(...counts), tools, console.log);
const ctl = new AbortController();
process.on("SIGINT", () => ctl.abort());
try {
  for (const count of counts)
    await runSeries({
      count,
      programs,
      rounds: 1,
      sandbox: sb,
      load: () => loadavg()[0]!,
      signal: ctl.signal,
      report: (l) => console.log(l, "load", loadavg()[0]!.toFixed(1)),
    });
} finally {
  if (!process.env.KEEP) await sb.close();
  else console.log(sb.home);
}
