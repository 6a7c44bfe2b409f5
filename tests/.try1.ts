import { stackEnvironment, environment } from "../stacks/environment.ts";
import { checkSystem } from "../apps/check.ts";
import { systems } from "../apps/index.ts";
const t = (f: () => unknown) => { try { console.log(JSON.stringify(f(), null, 1)); } catch (e) { console.log(e instanceof Error ? (e.name === "Faults" ? e.message : e.stack) : e); } };
for (const s of ["local", "dev", "prod", "nope"]) t(() => stackEnvironment(s, "."));
t(() => stackEnvironment("prod", ".", { overrides: {"hanok:secrets": {kind: "generated"}} }));
t(() => checkSystem(systems.zipbob!));
const base = {};
for (const raw of [
  { "hanok:region": "us-east-1" }, { "hanok:regoin": "us-east-1" }, { "hanok:zones": ["ap-northeast-2a"] }, { "hanok:zones": "ap-northeast-2a" }, { "hanok:zones": ["ap-northeast-2a", "ap-northeast-2a"] },
  { "hanok:versions": { zipbob: { egde: "1" } } }, { "hanok:versions": { zipbob: { edge: "latest" } } }, { "hanok:versions": { zipbbo: "1.2" } }, { "hanok:versions": 5 }, { "hanok:versions": { zipbob: { edge: 1.1, config: null } } },
  { "hanok:cluster": { kind: "eks" } }, { "hanok:cluster": { kind: "exsting" } }, { "hanok:cluster": { kind: "existing", kubeconfg: "x", identifier: "a" } }, { "hanok:cluster": [] }, { "hanok:cluster": "eks" },
  { "hanok:nodes": [{ instanceType: "m7i.2xlrge", perZone: 0 }] }, { "hanok:nodes": [] }, { "hanok:kubeClient": { qps: 50, burst: 10 } }, { "hanok:timeZone": "asia/seoul" }, { "hanok:timeZone": "Asia/Soul" }, { "hanok:domain": "https://x.com" },
  { "hanok:nodes": [{ instanceType: "m7g.large", perZone: 1 }] }, { "hanok:secrets": { kind: "config" } }, { "zipbob:llm-api-key": "sk-123" }, { "zipbbo:llm-api-key": "sk" }, { "hanock:domain": "x" }, { "hanok:systems": ["zipbop"] }, { "hanok:systems": [] }, { "hanok:profile": "prd" }, { "hanok:size": "medium" }, { "hanok:registry": "https://x" }, { "hanok:charts": { kind: "folder" } },
]) { console.log(JSON.stringify(raw)); t(() => { const e = environment("local", raw, systems); return e.stack; }); }
