import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { expect } from "chai";
import { describe, it } from "mocha";
import { areFree, findPorts, firstCandidate, isFree } from "../../../sandbox/cluster/ports.ts";

describe("ports", () => {
  it("finds six distinct free ports below the ephemeral range", async () => {
    const ports = await findPorts("/clone/one", 1);
    const numbers = Object.values(ports);
    expect(new Set(numbers).size).to.equal(6);
    for (const port of numbers) expect(port).to.be.within(20_000, 31_999);
    expect(await areFree(ports)).to.equal(true);
  });

  it("skips a port that is in use on one address or on all", async () => {
    for (const host of ["127.0.0.1", "0.0.0.0"]) {
      const taken = (await findPorts("/clone/one", 1)).etcdPort;
      const server = createServer().listen(taken, host);
      await once(server, "listening");
      const { etcdPort } = await findPorts("/clone/one", 1);
      server.close();
      expect(etcdPort).not.to.equal(taken);
    }
  });

  it("detects a port that is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await isFree(port)).to.equal(false);
    server.close();
    await once(server, "close");
    expect(await isFree(port)).to.equal(true);
  });

  it("starts at another port for another clone or attempt", () => {
    expect(firstCandidate("/clone/one", 1)).not.to.equal(firstCandidate("/clone/two", 1));
    expect(firstCandidate("/clone/one", 1)).not.to.equal(firstCandidate("/clone/one", 2));
  });
});
