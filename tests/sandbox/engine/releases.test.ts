import { gunzipSync, gzipSync } from "node:zlib";
import { expect } from "chai";
import { describe, it } from "mocha";
import { isStuck, newest, revisionOf, withStatus } from "../../../sandbox/engine/releases.ts";

const encode = (text: string) => Buffer.from(text).toString("base64");
const content = { name: "vault", info: { status: "pending-upgrade", notes: "n" }, manifest: "m" };
const secretOf = (version: number, status: string) => ({
  metadata: {
    name: `sh.helm.release.v1.vault.v${version}`,
    namespace: "vault",
    labels: { owner: "helm", name: "vault", version: `${version}`, status },
  },
  data: { release: encode(gzipSync(JSON.stringify(content)).toString("base64")) },
});

describe("Helm releases", () => {
  it("are stuck if their newest revision is pending", () => {
    const revisions = [
      secretOf(10, "pending-upgrade"),
      secretOf(9, "deployed"),
      secretOf(2, "superseded"),
    ].flatMap(revisionOf);
    const found = newest(revisions, { name: "vault", namespace: "vault" });
    expect(found?.version).to.equal(10);
    expect(found !== undefined && isStuck(found)).to.equal(true);
    expect(newest(revisions, { name: "vault", namespace: "other" })).to.equal(undefined);
    for (const status of ["deployed", "failed", "superseded", "uninstalling"])
      expect(revisionOf(secretOf(1, status)).some(isStuck), status).to.equal(false);
  });

  it("are marked as failed in label and payload, without other changes", () => {
    const { metadata, data } = withStatus(secretOf(2, "pending-upgrade"), "failed");
    expect(metadata?.labels).to.include({ status: "failed", version: "2", name: "vault" });
    const payload = Buffer.from(data?.["release"] ?? "", "base64").toString();
    const read: unknown = JSON.parse(gunzipSync(Buffer.from(payload, "base64")).toString());
    expect(read).to.deep.include({ name: "vault", manifest: "m" });
    expect(read).to.have.nested.include({ "info.status": "failed", "info.notes": "n" });
  });
});
