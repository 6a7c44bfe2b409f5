/**
 * A fake of the parts of mongosh and of a MongoDB deployment that provision-mongodb.js uses.
 * Its errors come from MongoDB's manual and source, because no server is available where these tests run.
 */
export interface Member {
  up: boolean;
  /** Users of the member before it joins a set, of the set afterwards. */
  users: Map<string, User>;
  config?: SetConfig;
}

export interface User {
  readonly pwd: string;
  readonly roles: readonly object[];
}

interface SetConfig {
  readonly _id: string;
  readonly version?: number;
  readonly members: readonly { readonly _id: number; readonly host: string }[];
}

type Command = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

interface FakeDatabase {
  runCommand(command: Command): Answer;
  getSiblingDB(name: string): FakeDatabase;
}

const notSelected = () => new Error("MongoServerSelectionError: Server selection timed out");

/** A deployment of empty servers, the first one with its root user. */
export class Deployment {
  readonly members: Map<string, Member>;
  primary: string | undefined;
  /** All commands that changed state. */
  readonly changes: string[] = [];

  constructor(hosts: readonly string[], rootPassword: string) {
    this.members = new Map(hosts.map((host) => [host, { up: true, users: new Map() }]));
    this.at(hosts[0] ?? "").users.set("admin.root", { pwd: rootPassword, roles: [] });
  }

  at(host: string): Member {
    const member = this.members.get(host);
    if (member === undefined) throw new Error(`no host ${host}`);
    return member;
  }

  /** Like mongosh's `connect(uri)`: returns the database of the address. */
  connect(uri: string): FakeDatabase {
    const parsed =
      /^mongodb:\/\/(?:(?<user>[^:@]+):(?<password>[^@]*)@)?(?<hosts>[^/]+)\/(?<database>\w*)\?(?<options>.*)$/.exec(
        uri,
      )?.groups;
    if (parsed === undefined) throw new Error("MongoParseError");
    const options = new URLSearchParams(parsed["options"]);
    const hosts = (parsed["hosts"] ?? "").split(",");
    const direct = options.get("directConnection") === "true";
    const host = direct ? hosts[0] : this.findPrimary(hosts, options.get("replicaSet"));
    if (host === undefined || !this.at(host).up) throw notSelected();
    const { user } = parsed;
    if (
      user !== undefined &&
      this.at(host).users.get(`admin.${user}`)?.pwd !== decodeURIComponent(parsed["password"] ?? "")
    ) {
      throw new Error("MongoServerError: Authentication failed.");
    }
    return new Connection(this, host, user !== undefined).getDB(parsed["database"] ?? "");
  }

  private findPrimary(hosts: readonly string[], set: string | null): string | undefined {
    const known = hosts.some((host) => this.at(host).up && this.at(host).config?._id === set);
    return known ? this.primary : undefined;
  }
}

class Connection {
  readonly deployment: Deployment;
  readonly host: string;
  readonly authenticated: boolean;

  constructor(deployment: Deployment, host: string, authenticated: boolean) {
    this.deployment = deployment;
    this.host = host;
    this.authenticated = authenticated;
  }

  getDB(name: string): FakeDatabase {
    return {
      runCommand: (command: Command): Answer => this.run(name, command),
      getSiblingDB: (other: string) => this.getDB(other),
    };
  }

  /** Like mongosh: a failed command throws. */
  private run(database: string, command: Command): Answer {
    const { deployment, host, authenticated } = this;
    const member = deployment.at(host);
    const [name = ""] = Object.keys(command);
    if (!member.up) throw notSelected();
    if (name === "hello") {
      return {
        ok: 1,
        ...(member.config ? { setName: member.config._id } : {}),
        isWritablePrimary: deployment.primary === host,
      };
    }
    if (!authenticated)
      throw new Error(`MongoServerError: Command ${name} requires authentication`);
    const handler = this.commands(database, member)[name];
    if (handler === undefined) throw new Error(`MongoServerError: no such command: '${name}'`);
    return { ok: 1, ...handler(command) };
  }

  private commands(database: string, member: Member): Record<string, (command: Command) => Answer> {
    const { deployment, host } = this;
    const change = (what: string) => {
      if (what !== "replSetInitiate" && deployment.primary !== host)
        throw new Error("MongoServerError: not primary");
      deployment.changes.push(what);
    };
    return {
      ping: () => ({}),
      replSetInitiate: (command) => {
        if (member.config) throw new Error("MongoServerError: already initialized");
        const config = asConfig(command["replSetInitiate"]);
        if (config.members.length > 1)
          throw new Error("MongoServerError: a member has data already, cannot initiate set.");
        member.config = { ...config, version: 1 };
        deployment.primary = host;
        change("replSetInitiate");
        return {};
      },
      replSetGetConfig: () => {
        if (!member.config)
          throw new Error("MongoServerError: no replset config has been received");
        return { config: member.config };
      },
      replSetReconfig: (command) => {
        const config = asConfig(command["replSetReconfig"]);
        change("replSetReconfig");
        this.reconfigure(member, config);
        return {};
      },
      // 1 stands for every user of the database
      usersInfo: (command) => ({
        users: [...member.users.keys()]
          .filter((key) => key.startsWith(`${database}.`))
          .map((key) => ({ user: key.slice(database.length + 1), db: database }))
          .filter(({ user }) => [1, user].some((wanted) => wanted === command["usersInfo"])),
      }),
      dropUser: (command) => {
        const key = `${database}.${String(command["dropUser"])}`;
        change(`dropUser ${key}`);
        if (!member.users.delete(key)) throw new Error(`MongoServerError: User not found`);
        return {};
      },
      createUser: (command) =>
        this.setUser(database, member, String(command["createUser"]), command, false, change),
      updateUser: (command) =>
        this.setUser(database, member, String(command["updateUser"]), command, true, change),
    };
  }

  private reconfigure(member: Member, config: SetConfig): void {
    const before = member.config?.members ?? [];
    const added = config.members.filter(({ host }) => !before.some((one) => one.host === host));
    if (added.length > 1)
      throw new Error(
        "MongoServerError: Non force replica set reconfig can only add or remove at most 1 voting member.",
      );
    if (config.version !== (member.config?.version ?? 0) + 1)
      throw new Error("MongoServerError: version must be greater");
    if (new Set(config.members.map(({ _id }) => _id)).size !== config.members.length)
      throw new Error("MongoServerError: Found duplicate _id");
    for (const { host } of added) {
      const joining = this.deployment.at(host);
      if (!joining.up)
        throw new Error(
          `test: ${host} was added before it could be reached, the set lost its majority`,
        );
      if (joining.users.size > 0) throw new Error(`test: ${host} has data of its own`);
      joining.users = member.users;
    }
    for (const { host } of config.members) this.deployment.at(host).config = config;
  }

  private setUser(
    database: string,
    member: Member,
    user: string,
    command: Command,
    known: boolean,
    change: (what: string) => void,
  ): Answer {
    const key = `${database}.${user}`;
    if (member.users.has(key) !== known)
      throw new Error(
        `MongoServerError: User "${user}@${database}" ${known ? "not found" : "already exists"}`,
      );
    change(`${known ? "updateUser" : "createUser"} ${key}`);
    const { pwd, roles } = command;
    member.users.set(key, { pwd: String(pwd), roles: Array.isArray(roles) ? roles : [] });
    return {};
  }
}

function asConfig(value: unknown): SetConfig {
  // the handlers check the script's arguments
  return JSON.parse(JSON.stringify(value)) as SetConfig;
}
