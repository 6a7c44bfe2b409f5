import { expect } from "chai";
import { TestCloud } from "../cloud.ts";
import { ground } from "../stores/table.ts";
import { acceptedIdentity } from "./accepted-identity.ts";
import { acceptedNetwork } from "./accepted-network.ts";
import { acceptedStores } from "./accepted-stores.ts";
import { refusedNetwork } from "./refused-network.ts";
import { refusedStores } from "./refused-stores.ts";
import type { Request } from "./request.ts";

/** Asks a simulated cloud of its own. */
function asked({ act }: Request): void {
  const cloud = new TestCloud();
  try {
    act(cloud, ground(cloud));
  } finally {
    cloud.end();
  }
}

describe("simulated AWS, asked what its documentation says, refuses", () => {
  for (const request of [...refusedNetwork, ...refusedStores])
    it(request.asks, () => {
      expect(() => asked(request)).to.throw(
        new RegExp(`\\b${request.code.replaceAll(".", "\\.")}: `),
      );
    });
});

describe("simulated AWS, asked what its documentation says, grants", () => {
  for (const request of [...acceptedIdentity, ...acceptedNetwork, ...acceptedStores])
    it(request.asks, () => {
      asked(request);
    });
});
