import { expect } from "chai";
import { describe, it } from "mocha";
import { HanokProvider } from "../../../../components/cluster/volume-release-barrier/plugin/provider.ts";
import {
  type Volume,
  leaving,
  longest,
  longestBound,
  longestSilence,
  waitUntilReleased,
  type World,
} from "../../../../components/cluster/volume-release-barrier/plugin/wait.ts";

const driver = "ebs.csi.aws.com";
const volume = (more: Partial<Volume> = {}): Volume => ({
  name: "pvc-1",
  driver,
  reclaimPolicy: "Delete",
  phase: "Released",
  claim: "shop/data-members-0",
  size: "20Gi",
  message: "",
  ...more,
});

/** A fake cluster whose time passes only in pauses. Each request returns the next answer; the last one repeats. */
function world(answers: readonly (readonly Volume[] | Error)[], more: Partial<World> = {}) {
  let now = 0;
  let looks = 0;
  const seen: World = {
    list: async () => {
      const answer = answers[Math.min(looks, answers.length - 1)] ?? [];
      looks += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    pause: async (milliseconds) => {
      now += milliseconds;
    },
    now: () => now,
    isCancelled: () => false,
    mayBeUnreachable: false,
    ...more,
  };
  return { seen, looks: () => looks, elapsed: () => now };
}

const failure = async (run: Promise<void>): Promise<string> =>
  run.then(
    () => "",
    (error: unknown) => String(error),
  );

describe("Released, at destroy", () => {
  it("returns after one request if nothing is left", async () => {
    const { seen, looks, elapsed } = world([[]]);
    await waitUntilReleased(driver, seen);
    expect([looks(), elapsed()]).to.deep.equal([1, 0]);
  });

  it("waits for the last volume", async () => {
    const { seen, looks } = world([[volume(), volume({ name: "pvc-2" })], [volume()], []]);
    await waitUntilReleased(driver, seen);
    expect(looks()).to.equal(3);
  });

  it("ignores volumes that are kept, and those of other drivers", async () => {
    const others = [
      volume({ reclaimPolicy: "Retain" }),
      volume({ driver: "efs.csi.aws.com" }),
      volume({ driver: undefined }),
    ];
    expect(leaving([...others, volume()], driver)).to.deep.equal([volume()]);
    const { seen, looks } = world([others]);
    await waitUntilReleased(driver, seen);
    expect(looks()).to.equal(1);
  });

  it("fails at its time limit, and names the remaining volumes and the driver's message", async () => {
    const { seen, elapsed } = world([[volume({ phase: "Failed", message: "VolumeInUse" })]]);
    const error = await failure(waitUntilReleased(driver, seen));
    expect(elapsed()).to.be.within(longest, longest + 5000);
    expect(error)
      .to.contain("1 volume of ebs.csi.aws.com would stay behind")
      .and.contain("pvc-1 (20Gi, Failed) of shop/data-members-0: VolumeInUse");
  });

  it("waits only briefly for claims without a deletion", async () => {
    const { seen, elapsed } = world([[volume({ phase: "Bound" })]]);
    const error = await failure(waitUntilReleased(driver, seen));
    expect(elapsed()).to.be.within(longestBound, longestBound + 5000);
    expect(error).to.contain("Nobody deletes their claims");
  });

  it("tolerates an API server that does not answer for a while, then reports it", async () => {
    const short = world([new Error("ECONNRESET"), [volume()], new Error("ECONNRESET"), []]);
    await waitUntilReleased(driver, short.seen);
    const { seen, elapsed } = world([new Error("ENOTFOUND")]);
    const error = await failure(waitUntilReleased(driver, seen));
    expect(elapsed()).to.be.within(longestSilence, longestSilence + 5000);
    expect(error).to.contain("ENOTFOUND").and.contain("PULUMI_K8S_DELETE_UNREACHABLE=true");
  });

  it("accepts no answer if the cluster is known to be gone", async () => {
    const { seen, looks } = world([new Error("ENOTFOUND")], { mayBeUnreachable: true });
    await waitUntilReleased(driver, seen);
    expect(looks()).to.equal(1);
  });

  it("stops on cancellation, and reports the remaining volumes", async () => {
    const { seen } = world([[volume()]], { isCancelled: () => true });
    expect(await failure(waitUntilReleased(driver, seen))).to.contain("cancelled");
  });
});

describe("Released, otherwise", () => {
  const provider = new HanokProvider();
  const secret = (value: string) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  });

  it("keeps its inputs, secret or not, and is identified by its driver", async () => {
    const inputs = { kubeconfig: secret("a"), driver };
    expect(await provider.create("urn", inputs)).to.deep.equal({ id: driver, outs: inputs });
  });

  it("is updated with its kubeconfig, and never replaced", async () => {
    const olds = { kubeconfig: "a", driver };
    const diff = (news: object) => provider.diff("id", "urn", olds, { ...olds, ...news });
    expect(await diff({})).to.deep.equal({ changes: false, replaces: [] });
    expect(await diff({ kubeconfig: "b" })).to.deep.equal({ changes: true, replaces: [] });
  });
});
