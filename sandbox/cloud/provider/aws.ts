import { isSame } from "../equality.ts";
import { FaultInjector } from "../fault-injector.ts";
import { invoke } from "../invoke.ts";
import type { InputFault, Properties } from "../model.ts";
import { typeOf } from "../registry.ts";
import { check, type Checked, type CheckRequest } from "../resource/check.ts";
import { diff, type Difference, type DiffRequest } from "../resource/diff.ts";
import { previewCreate, previewUpdate } from "../resource/preview.ts";
import { Resources, type Target } from "../resources.ts";
import { decoded, type Settings, settingsFaults, settingsOf } from "./settings.ts";

/** Folder of the cloud, and variables of the user's shell. */
export interface AwsOptions {
  readonly home: string;
  readonly account: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly die: () => void;
  readonly report: (line: string) => void;
}

/** The provider `aws`: it validates its settings and passes requests on to the resources. */
export class AwsProvider {
  private readonly options: AwsOptions;
  private settings: Settings | undefined;
  private configured: Resources | undefined;

  constructor(options: AwsOptions) {
    this.options = options;
  }

  checkConfig(inputs: Properties): readonly InputFault[] {
    return settingsFaults(inputs, this.options.account);
  }

  /** Another region is another provider, so its resources are replaced. */
  diffConfig(olds: Properties, news: Properties): Difference {
    const [before, after] = [decoded(olds), decoded(news)];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (name) =>
        name !== "version" && !isSame(before[name], after[name]) && after[name] !== before[name],
    );
    const changes = names.map((path) => ({
      path,
      kind: "update" as const,
      replaces: path === "region",
    }));
    return { changes, deleteBeforeReplace: false };
  }

  configure(inputs: Properties): void {
    const { account, environment, home, die, report } = this.options;
    const [fault] = settingsFaults(inputs, account);
    if (fault !== undefined) throw new Error(fault.reason);
    this.settings = settingsOf(inputs, account, environment);
    const { region } = this.settings;
    const faults = new FaultInjector(environment["FAULT"]);
    this.configured = new Resources({ home, account, region, faults, die, report });
  }

  get resources(): Resources {
    if (this.configured === undefined) throw new Error("the provider aws has not been configured");
    return this.configured;
  }

  check(request: Omit<CheckRequest, "defaultTags"> & { readonly type: string }): Checked {
    const defaultTags = this.settings?.defaultTags ?? {};
    return check(typeOf(request.type), { ...request, defaultTags });
  }

  diff(type: string, request: DiffRequest): Difference {
    return diff(typeOf(type), request);
  }

  previewCreate(type: string, inputs: Properties): Properties {
    return previewCreate(typeOf(type), inputs);
  }

  previewUpdate(type: string, state: Properties, inputs: Properties): Properties {
    return previewUpdate(typeOf(type), state, inputs);
  }

  /** Properties that the engine must treat as secret: secret inputs, and those that the class marks. */
  secretsOf({ type, secrets = new Set() }: Target): Iterable<string> {
    return [...secrets, ...typeOf(type).facts.secrets];
  }

  invoke(token: string, args: Properties): Properties {
    const { region } = args;
    return invoke(
      token,
      args,
      this.resources.account(typeof region === "string" ? region : undefined),
    );
  }
}
