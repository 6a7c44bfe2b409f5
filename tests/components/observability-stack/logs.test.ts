import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { describe, it } from "mocha";
import { bytes } from "../../../components/check/quantity.ts";
import {
  logDisks,
  logLimits,
  logRequests,
  savedObjects,
  stream,
  watermarks,
} from "../../../components/observability-stack/logs/lifecycle.ts";

const run = promisify(execFile);
const scripts = resolve(import.meta.dirname, "../../../components/observability-stack/logs");
const environments = (["small", "large"] as const).flatMap((size) =>
  (["none", "zonal"] as const).map((redundancy) => ({ size, redundancy })),
);

/** A server that has indices and answers the requests of the scripts. */
async function elasticsearch(sizes: readonly number[]) {
  const indices = sizes.map((size, index) => ({ name: `.ds-${stream}-${index + 1}`, size }));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    const path = url.split("?")[0] ?? "";
    asked.push(`${method} ${path} ${request.headers.authorization ?? ""}`);
    request.resume().on("end", () => {
      if (method === "GET")
        response.end(indices.map(({ name, size }) => `${name} ${size}`).join("\n"));
      else if (method === "DELETE") {
        const found = indices.findIndex(({ name }) => `/${name}` === path);
        // the last one is written to
        response.statusCode = found >= 0 && found < indices.length - 1 ? 200 : 400;
        if (response.statusCode === 200) indices.splice(found, 1);
        response.end("{}");
      } else {
        if (path === `/${stream}/_rollover`)
          indices.push({ name: `.ds-${stream}-${indices.length + 1}`, size: 0 });
        response.end("{}");
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, indices, asked, close: () => server.close() };
}

const keepWithin = (url: string, limit: number) =>
  run("sh", [join(scripts, "keep-within.sh")], {
    env: {
      ...process.env,
      ...{ URL: url, STREAM: stream, LIMIT: String(limit), ES_USER: "elastic", ES_PASSWORD: "s3" },
    },
  });

describe("logs", () => {
  for (const { size, redundancy } of environments)
    it(`Z21: the volume cannot outgrow the disks of ${size}, ${redundancy}: below the flood stage, also without one server`, () => {
      const disks = logDisks(size, redundancy);
      const { total, index } = logLimits(disks);
      const left = Math.max(1, disks.nodes - 1) * (bytes(disks.storage) ?? 0);
      // the limit, the index that is being written, and its copies
      const most = (total + index) * (1 + disks.copies);
      expect(most).to.be.below(left * watermarks.flood);
      expect(total).to.be.above(left * 0.3);
    });

  it("Z21: the lifecycle begins an index each day or tenth, and deletes it after its days", () => {
    const disks = logDisks("large", "zonal");
    const policy = logRequests(disks)["_ilm/policy/fluentd"];
    expect(policy).to.have.nested.property("policy.phases.hot.actions.rollover.max_age", "1d");
    expect(policy).to.have.nested.property(
      "policy.phases.hot.actions.rollover.max_primary_shard_size",
      `${logLimits(disks).index}b`,
    );
    expect(policy).to.have.nested.property("policy.phases.delete.min_age", "30d");
    expect(logRequests(disks)["_index_template/fluentd"]).to.have.nested.property(
      "template.settings.index\\.number_of_replicas",
      1,
    );
  });

  it("Z21: the oldest indices go first, until the volume is within its limit", async () => {
    const server = await elasticsearch([40, 30, 20, 10]);
    try {
      await keepWithin(server.url, 50);
      expect(server.indices.map(({ size }) => size)).to.deep.equal([20, 10]);
      const basic = Buffer.from("elastic:s3").toString("base64");
      expect(server.asked[0]).to.match(new RegExp(`Basic ${basic}$`));
    } finally {
      server.close();
    }
  });

  it("Z21: a single index that is too large makes room for a new one", async () => {
    const server = await elasticsearch([100]);
    try {
      await keepWithin(server.url, 50);
      expect(server.indices).to.deep.equal([{ name: `.ds-${stream}-2`, size: 0 }]);
    } finally {
      server.close();
    }
  });

  it("a volume within its limit is left alone, and a server that is away is an error", async () => {
    const server = await elasticsearch([10, 10]);
    await keepWithin(server.url, 50);
    expect(server.indices).to.have.length(2);
    server.close();
    const failed = await keepWithin("http://127.0.0.1:1", 50).catch((error: unknown) => error);
    expect(String(failed)).to.match(/curl/);
  });

  it("Z21: the set-up writes lifecycle and template, and gives Kibana its data view and searches", async () => {
    const server = await elasticsearch([]);
    const folder = mkdtempSync(join(tmpdir(), "hanok-logs-"));
    try {
      const requests = Object.entries(logRequests(logDisks("small", "none")));
      for (const [index, name] of ["policy", "template"].entries()) {
        const [path = "", body] = requests[index] ?? [];
        writeFileSync(join(folder, `${name}.path`), path);
        writeFileSync(join(folder, `${name}.json`), JSON.stringify(body));
      }
      writeFileSync(join(folder, "saved-objects.ndjson"), savedObjects());
      const env = { URL: server.url, KIBANA_URL: server.url, FILES: folder };
      await run("sh", [join(scripts, "set-up.sh")], {
        env: { ...process.env, ...env, ES_USER: "elastic", ES_PASSWORD: "s3" },
      });
      expect(server.asked.map((line) => line.split(" ").slice(0, 2).join(" "))).to.deep.equal([
        "PUT /_ilm/policy/fluentd",
        "PUT /_index_template/fluentd",
        "POST /api/saved_objects/_import",
      ]);
    } finally {
      server.close();
      rmSync(folder, { recursive: true });
    }
  });

  it("Z21: the saved searches refer to the data view fluentd-*", () => {
    const [view, ...searches] = savedObjects()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(view).to.have.nested.property("attributes.title", "fluentd-*");
    expect(searches).to.have.length(4);
    for (const search of searches)
      expect(search).to.have.nested.property("references[0].id", "fluentd");
  });
});
