import { expect } from "chai";
import { describe, it } from "mocha";
import { areGiven, checkTools, configuration } from "../../../sandbox/cluster/kwokctl.ts";
import { layoutOf } from "../../../sandbox/cluster/layout.ts";

const ports = {
  etcdPort: 1,
  etcdPeerPort: 2,
  kubeApiserverPort: 3,
  kubeControllerManagerPort: 4,
  kubeSchedulerPort: 5,
  kwokControllerPort: 6,
};

describe("kwokctl's configuration", () => {
  const text = JSON.stringify(
    configuration(layoutOf("/x/.sandbox"), { etcd: "/bin/etcd" }, "id1", ports),
  );

  it("listens on the loopback address only, because etcd has no authentication", () => {
    expect(text).to.include('"bindAddress":"127.0.0.1"');
  });

  it("separates its data by folder and prefix", () => {
    expect(text)
      .to.include('"etcdPrefix":"/hanok/id1"')
      .and.include('"value":"/x/.sandbox/cluster/etcd"');
  });

  it("names given binaries, and lets kwokctl download the others", () => {
    expect(text).to.include('"etcdBinary":"/bin/etcd"').and.not.include("kubeApiserverBinary");
    expect(areGiven({ etcd: "/bin/etcd" })).to.equal(false);
  });

  it("keeps the grace period of nodes above a quarter of their lease, or they flap", () => {
    const lease = Number(/"nodeLeaseDurationSeconds":(\d+)/.exec(text)?.[1]);
    const grace = Number(/"node-monitor-grace-period","value":"(\d+)s"/.exec(text)?.[1]);
    expect(grace).to.be.above(lease / 4);
  });

  it("refuses missing tools", () => {
    expect(() => checkTools({})).to.throw(/tools\.kwokctl/);
    expect(() => checkTools({ kwokctl: "/nowhere/kwokctl" })).to.throw(
      /"\/nowhere\/kwokctl" does not exist/,
    );
  });
});
