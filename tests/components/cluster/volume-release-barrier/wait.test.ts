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

/** A world in which time passes by pausing alone, and each look at the cluster sees the next of some answers, the last one for ever. */
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
  it("returns at the first look where nothing is left", async () => {
    const { seen, looks, elapsed } = world([[]]);
    await waitUntilReleased(driver, seen);
    expect([looks(), elapsed()]).to.deep.equal([1, 0]);
  });

  it("waits until the last volume is gone", async () => {
    const { seen, looks } = world([[volume(), volume({ name: "pvc-2" })], [volume()], []]);
    await waitUntilReleased(driver, seen);
    expect(looks()).to.equal(3);
  });

  it("waits for no volume that is kept, nor for another driver's", async () => {
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

  it("fails in the end, and names what is left and what the driver said", async () => {
    const { seen, elapsed } = world([[volume({ phase: "Failed", message: "VolumeInUse" })]]);
    const error = await failure(waitUntilReleased(driver, seen));
    expect(elapsed()).to.be.within(longest, longest + 5000);
    expect(error)
      .to.contain("1 volume of ebs.csi.aws.com would stay behind")
      .and.contain("pvc-1 (20Gi, Failed) of shop/data-members-0: VolumeInUse");
  });

  it("does not wait long for claims that nobody deletes", async () => {
    const { seen, elapsed } = world([[volume({ phase: "Bound" })]]);
    const error = await failure(waitUntilReleased(driver, seen));
    expect(elapsed()).to.be.within(longestBound, longestBound + 5000);
    expect(error).to.contain("Nobody deletes their claims");
  });

  it("bears an API server that is silent for a while, and then says so", async () => {
    const short = world([new Error("ECONNRESET"), [volume()], new Error("ECONNRESET"), []]);
    await waitUntilReleased(driver, short.seen);
    const { seen, elapsed } = world([new Error("ENOTFOUND")]);
    const error = await failure(waitUntilReleased(driver, seen));
    expect(elapsed()).to.be.within(longestSilence, longestSilence + 5000);
    expect(error).to.contain("ENOTFOUND").and.contain("PULUMI_K8S_DELETE_UNREACHABLE=true");
  });

  it("takes silence for the end where the cluster is said to be gone", async () => {
    const { seen, looks } = world([new Error("ENOTFOUND")], { mayBeUnreachable: true });
    await waitUntilReleased(driver, seen);
    expect(looks()).to.equal(1);
  });

  it("stops when the run is cancelled, and says that volumes were left", async () => {
    const { seen } = world([[volume()]], { isCancelled: () => true });
    expect(await failure(waitUntilReleased(driver, seen))).to.contain("cancelled");
  });
});

describe("Released, before", () => {
  const provider = new HanokProvider();
  const secret = (value: string) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  });

  it("keeps what it is given, secret or not, and is known by its driver", async () => {
    const inputs = { kubeconfig: secret("a"), driver };
    expect(await provider.create("urn", inputs)).to.deep.equal({ id: driver, outs: inputs });
  });

  it("changes with its kubeconfig, and is never replaced", async () => {
    const olds = { kubeconfig: "a", driver };
    expect(await provider.diff("id", "urn", olds, olds)).to.deep.equal({ changes: false });
    expect(await provider.diff("id", "urn", olds, { ...olds, kubeconfig: "b" })).to.deep.equal({
      changes: true,
    });
  });
});
