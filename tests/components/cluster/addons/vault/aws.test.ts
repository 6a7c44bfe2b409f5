import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import fc from "fast-check";
import { createHash, createHmac } from "node:crypto";
import { describe, it } from "mocha";
import { signed } from "../../../../../components/cluster/addons/vault/scripts/aws.ts";

/** Node's hashes, in the form that AWS's library wants. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = secret instanceof Uint8Array ? Buffer.from(secret) : secret;
    this.hash =
      key === undefined ? createHash("sha256") : createHmac("sha256", key as string | Buffer);
  }

  update(data: Uint8Array | string): void {
    this.hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.hash.digest()));
  }

  reset(): void {
    throw new Error("is used once");
  }
}

describe("signatures of requests to AWS", () => {
  it("are those of AWS's own library", async () => {
    const word = fc.stringMatching(/^[A-Za-z0-9+/]{8,40}$/);
    await fc.assert(
      fc.asyncProperty(
        word,
        word,
        word,
        fc.string(),
        fc.stringMatching(/^[A-Za-z0-9-]{1,20}(\.snap)?$/),
        fc.constantFrom("s3", "secretsmanager"),
        async (accessKeyId, secretAccessKey, sessionToken, body, path, service) => {
          const now = new Date("2026-11-29T13:00:00Z");
          const url = `https://${service}.ap-northeast-2.amazonaws.com/${path}`;
          const call = { method: "PUT", url, body, headers: { "x-amz-target": "a.B" } };
          const credentials = { accessKeyId, secretAccessKey, sessionToken };
          const ours = signed(call, credentials, { region: "ap-northeast-2", service }, now);
          const signer = new SignatureV4({
            credentials,
            region: "ap-northeast-2",
            service,
            sha256: Sha256,
            uriEscapePath: service !== "s3",
          });
          const { host, pathname } = new URL(url);
          const hash = createHash("sha256").update(body).digest("hex");
          const theirs = await signer.sign(
            {
              method: "PUT",
              protocol: "https:",
              hostname: host,
              path: pathname,
              headers: { host, "x-amz-target": "a.B", "x-amz-content-sha256": hash },
              body,
            },
            { signingDate: now },
          );
          expect(ours.headers?.["authorization"]).to.equal(theirs.headers["authorization"]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
