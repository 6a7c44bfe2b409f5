import { expect } from "chai";
import {
  inARow,
  longestUnseen,
  waitUntilVisible,
} from "../../../../components/cluster/volume-release-barrier/plugin/pod-identity.ts";
import { HanokProvider } from "../../../../components/cluster/volume-release-barrier/plugin/provider.ts";

/** API servers of which each answer is the next one; the last one repeats. Time passes only in pauses. */
function world(answers: readonly boolean[], isCancelled = false) {
  let [now, asked] = [0, 0];
  return {
    givesCredentials: async () => answers[Math.min(asked++, answers.length - 1)] ?? false,
    pause: async (milliseconds: number) => {
      now += milliseconds;
    },
    now: () => now,
    isCancelled: () => isCancelled,
    asked: () => asked,
  };
}

const failure = (run: Promise<void>): Promise<string> =>
  run.then(
    () => "",
    (error: unknown) => String(error),
  );

describe("PodIdentityReady", () => {
  it("returns when pods get their credentials, several times in a row", async () => {
    const seen = world([false, true, false, true]);
    await waitUntilVisible("shop/api", seen);
    expect(seen.asked()).to.equal(3 + inARow);
  });

  it("ends after three minutes, and says where to look", async () => {
    const unseen = world([false]);
    expect(await failure(waitUntilVisible("shop/api", unseen))).to.match(
      /A pod of shop\/api still gets no credentials.*list-pod-identity-associations.*run up again/,
    );
    expect(unseen.now()).to.equal(longestUnseen);
    expect(await failure(waitUntilVisible("shop/api", world([false], true)))).to.match(/cancelled/);
  });

  it("is waited for again with another association, and is only updated with another kubeconfig", async () => {
    const provider = new HanokProvider();
    const olds = { kubeconfig: "a", namespace: "shop", serviceAccount: "api", association: "a-1" };
    const diff = (news: object) => provider.diff("id", "urn", olds, { ...olds, ...news });
    expect(await diff({ association: "a-2" })).to.deep.equal({
      changes: true,
      replaces: ["association"],
    });
    expect(await diff({ kubeconfig: "b" })).to.deep.equal({ changes: true, replaces: [] });
    await provider.delete("id", "urn:pulumi:dev::hanok::hanok:index:PodIdentityReady::x", olds);
  });
});
