import { isList, type Json, objectAt, textAt } from "../../drift/json.ts";
import type { Webhook } from "../survey.ts";

/** The webhooks in configurations of one kind. */
export function webhooksOf(configurations: readonly Json[], kind: string): readonly Webhook[] {
  return configurations.flatMap((configuration) => {
    const hooks = objectAt(configuration)["webhooks"];
    const of = `${kind} ${textAt(configuration, "metadata", "name") ?? ""}`;
    return (isList(hooks) ? hooks : []).map((hook) => {
      const service = objectAt(hook, "clientConfig", "service");
      const name = textAt(service, "name");
      return {
        name: `${of}/${textAt(hook, "name") ?? ""}`,
        // the default in v1
        isRequired: (textAt(hook, "failurePolicy") ?? "Fail") === "Fail",
        service: name === undefined ? undefined : `${textAt(service, "namespace") ?? ""}/${name}`,
      };
    });
  });
}
