import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import type { VpcOptions } from "../../../components/network/options.ts";
import { Rehearsal } from "./engine.ts";
import { network, seedZone } from "./network-program.ts";

const office: Partial<VpcOptions> = {
  siteToSiteVpn: {
    connections: {
      office: {
        customerGateway: { address: "203.0.113.12" },
        routing: { kind: "static", networks: ["192.168.0.0/16"] },
      },
    },
  },
};
const certificate = "aws:acm/certificate:Certificate";
const connection = "aws:ec2/vpnConnection:VpnConnection";
const gateway = "aws:ec2/natGateway:NatGateway";
const subnet = "aws:ec2/subnet:Subnet";
const validation = "aws:acm/certificateValidation:CertificateValidation";

/** What an account has before its first stack: the zone, and the boundary of `bootstrap/`. */
const isSeeded = ({ type, id }: { readonly type: string; readonly id: string }): boolean =>
  type === "aws:route53/zone:Zone" || id.endsWith(":policy/hanok-bootstrap/hanok-boundary");

const failure = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => expect.fail("it went through"),
    (error: Error) => error.message,
  );
const changes = async (stack: Stack): Promise<readonly string[]> =>
  Object.keys((await stack.up()).summary.resourceChanges ?? {});

describe("a network that is interrupted", function () {
  this.timeout(300_000);
  const rehearsal = new Rehearsal();
  before(() => seedZone(rehearsal.cloud, "dev"));
  after(() => rehearsal.end());

  const count = (type: string): number =>
    rehearsal.records().filter((one) => one.type === type).length;

  /** What stands in the cloud by itself, and that the state does not know. */
  const orphans = (): readonly string[] => {
    const state = rehearsal.stateText();
    return rehearsal
      .records()
      .filter(
        ({ id, owner, type }) =>
          owner === undefined && !isSeeded({ id, type }) && !state.includes(JSON.stringify(id)),
      )
      .map(({ type, id }) => `${type} ${id}`);
  };

  /** A run that is killed when a resource was made and nobody told the engine. */
  async function killed(type: string, more: Partial<VpcOptions>): Promise<void> {
    const program = network("dev", more);
    const broken = await rehearsal.stack(program, `${type} create 1 die-after`);
    await failure(broken.up());
    expect(count(type)).to.equal(1);
    const { stack, said } = await rehearsal.recovered(program);
    // others may have been under way with it
    expect(said).to.match(new RegExp(`adopted \\(it exists\\): .*${type.split(":").at(-1)} `));
    await stack.up();
    expect(count(type)).to.equal(1);
    expect(orphans()).to.deep.equal([]);
    expect(await changes(stack)).to.deep.equal(["same"]);
  }

  it("by a kill after the certificate was requested takes that one", async () => {
    await killed(certificate, { nat: "single" });
  });

  it("by a kill after the VPN connection was made takes that one", async () => {
    await killed(connection, { nat: "single", ...office });
  });

  // each with whatever else is under way beside it
  const stopped = [`${subnet} create 4`, `${validation} create 1`, `${gateway} create 2`];
  it(`by errors forgets nothing that it has made, and goes on: ${stopped.join(", ")}`, async () => {
    const program = network("dev", { nat: "per-zone", ...office });
    for (const fault of stopped) {
      await (await rehearsal.stack(program)).destroy();
      const broken = await rehearsal.stack(program, fault);
      expect(await failure(broken.up()), fault).to.include("api error InternalError");
      expect(orphans(), fault).to.deep.equal([]);
    }
    const stack = await rehearsal.stack(program);
    await stack.up();
    expect(count(gateway)).to.equal(3);
    expect(await changes(stack)).to.deep.equal(["same"]);
  });

  it("goes without a trace", async () => {
    await (await rehearsal.stack(network("dev"))).destroy();
    expect(rehearsal.records().filter((one) => !isSeeded(one))).to.deep.equal([]);
  });
});
