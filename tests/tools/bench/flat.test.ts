import { expect } from "chai";
import { describe, it } from "mocha";
import { flat, namespacesFirst } from "../../../tools/bench/programs/flat.ts";
import { hanok } from "../../../tools/bench/programs/hanok.ts";
import { type FlatResource, recordFlat } from "../../../tools/bench/record.ts";

const place = { kubeconfig: "/kubeconfig", charts: "/charts" };

const byName = (resources: readonly FlatResource[]) =>
  [...resources].sort((one, other) => (one.name < other.name ? -1 : 1));

/** Objects that exist once: two namespaces, the gateway, the network policy, and two priority classes. */
const fixedObjects = 6;

describe("the flat program", function () {
  // some hundred resources, registered twice
  this.timeout(120_000);

  for (const count of [1, 50])
    it(`creates the same objects as our program with ${count} services, about nine each`, async () => {
      const ours = await recordFlat(() => hanok(count, place));
      const floor = await recordFlat(() => flat(namespacesFirst(ours), place.kubeconfig));
      expect(byName(floor)).to.deep.equal(byName(ours));
      expect((ours.length - fixedObjects) / count).to.be.within(8, 10);
    });
});
