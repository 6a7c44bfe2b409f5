const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("empty", {
  policies: [
    {
      name: "nothing",
      description: "Nothing is asked for",
      enforcementLevel: "advisory",
      validateResource: () => undefined,
    },
  ],
});
