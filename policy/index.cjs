// Pulumi's policy runtime requires this file. Its own ts-node would check the types of the whole pack at each start;
// tsx only strips them.
require("tsx/cjs/api").register();
require("./pack.ts");
