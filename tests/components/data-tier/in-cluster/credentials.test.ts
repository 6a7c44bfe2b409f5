import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import { credentials } from "../../../../components/data-tier/in-cluster/credentials.ts";
import { generatePasswords } from "../../../../components/data-tier/passwords.ts";
import { isServer } from "../../../../components/data-tier/store.ts";
import { platform } from "../../../support/fixtures.ts";
import { recordResources } from "../../../../ops/mocks/recorder.ts";
import { storeOf } from "../stores-under-test.ts";

/** Fingerprint of the users' passwords, and whether the engine would treat it as secret. */
async function fingerprint(passwordOf: (name: string) => string) {
  const store = storeOf("books");
  if (!isServer(store)) throw new Error("no server");
  let value = "";
  let secret = true;
  await recordResources(
    async () => {
      const makes = { root: true, memberKeyLength: undefined };
      const options = { parent: undefined, data: "discard", makes } as const;
      const passwords = generatePasswords("shop", store, options);
      const made = credentials(store, { passwords, platform, object: {}, keep: {} });
      secret = await pulumi.isSecret(made.fingerprint);
      made.fingerprint.apply((text) => (value = text));
    },
    {
      outputs: ({ type, name }) => (type.startsWith("random:") ? { result: passwordOf(name) } : {}),
    },
  );
  return { value, secret };
}

describe("the fingerprint of a store's users, which triggers its Job", () => {
  it("changes if and only if a password changes", async () => {
    const one = await fingerprint((name) => `a-${name}`);
    expect(await fingerprint((name) => `a-${name}`)).to.deep.equal(one);
    expect(
      await fingerprint((name) => (name === "shop-web" ? "changed" : `a-${name}`)),
    ).to.not.deep.equal(one);
  });

  it("does not change with the root password, which a server reads only once", async () => {
    const one = await fingerprint((name) => `a-${name}`);
    expect(
      await fingerprint((name) => (name === "shop-root" ? "changed" : `a-${name}`)),
    ).to.deep.equal(one);
  });

  it("is not a secret, and does not reveal one", async () => {
    const { value, secret } = await fingerprint((name) => `a-${name}`);
    expect(secret).to.equal(false);
    expect(value).to.match(/^[0-9a-f]{16}$/);
  });
});
