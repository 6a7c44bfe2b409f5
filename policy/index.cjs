// Pulumi's policy runtime requires this file; Node.js strips the types of the pack itself.
require("./pack.ts");
