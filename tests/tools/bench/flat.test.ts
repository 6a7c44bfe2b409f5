import { expect } from "chai";
import { describe, it } from "mocha";
import { flat, namespacesFirst } from "../../../tools/bench/programs/flat.ts";
import { hanok } from "../../../tools/bench/programs/hanok.ts";
import { type FlatResource, recordFlat } from "../../../tools/bench/record.ts";

const place = { kubeconfig: "/kubeconfig", charts: "/charts" };

const byName = (resources: readonly FlatResource[]) =>
  [...resources].sort((one, other) => (one.name < other.name ? -1 : 1));

/** What does not grow with the services: two namespaces, the gateway, and what shuts the namespace. */
const furniture = 4;

describe("the flat program", function () {
  // some hundred resources, registered twice
  this.timeout(120_000);

  for (const count of [1, 50])
    it(`makes the very objects of ours, ${count} services, about nine each`, async () => {
      const ours = await recordFlat(() => hanok(count, place));
      const floor = await recordFlat(() => flat(namespacesFirst(ours), place.kubeconfig));
      expect(byName(floor)).to.deep.equal(byName(ours));
      expect((ours.length - furniture) / count).to.be.within(8, 10);
    });
});
