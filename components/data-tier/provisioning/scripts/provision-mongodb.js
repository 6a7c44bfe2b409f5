// Creates the replica set and the users of a MongoDB store. A second run changes nothing. Runs in mongosh --nodb.
// DocumentDB has its replica set already, and keeps users in the database `admin` alone.
//
// REPLICA_SET   name of the replica set
// MEMBERS       host:port of each member, separated by spaces; at first, only the first one has the root user
// ROOT_PASSWORD password of root
// MASTER_FILE   file with the password instead, on AWS: it means DocumentDB
// TLS_CA        file with the authorities of the server's certificate; without it, the connection is plain
// USER_COUNT    number of users, n
// USERNAME_i DATABASE_i PASSWORD_i   name, database and password of user i, 0 <= i < n
// RIGHTS_i      "read" for a user that must not write, default readWrite
// SERVICE_i     service of user i, default USERNAME_i
// RETIRE        true: delete the services' users of other generations afterwards
// RETIRE_SECONDS  delay before that, in which pods with the old password end, default 120
// WAIT_SECONDS  timeout of each step, default 300

const environment = process.env;
const members = environment.MEMBERS.split(" ");
const setName = environment.REPLICA_SET;
const timeout = "serverSelectionTimeoutMS=5000";
const isManaged = Boolean(environment.MASTER_FILE);
const tls = environment.TLS_CA
  ? `&tls=true&tlsCAFile=${encodeURIComponent(environment.TLS_CA)}&retryWrites=false`
  : "";

/** Retries until `attempt` returns a value. On a timeout, it throws the last error with `what`. */
function until(what, attempt) {
  const deadline = Date.now() + Number(environment.WAIT_SECONDS || 300) * 1000;
  for (;;) {
    let cause = "not yet";
    try {
      const answer = attempt();
      if (answer) return answer;
    } catch (error) {
      cause = error.message;
    }
    if (Date.now() >= deadline) throw new Error(`${what}: ${cause}`);
    print(`waiting: ${what}`);
    sleep(Number(environment.RETRY_SECONDS || 3) * 1000);
  }
}

function readPassword() {
  if (!isManaged) return environment.ROOT_PASSWORD;
  return JSON.parse(fs.readFileSync(environment.MASTER_FILE, "utf8")).password;
}

/** Database `admin` of the hosts, as root. The password is part of the protocol and never of a command line. */
function connectAsRoot(hosts, options) {
  const root = `root:${encodeURIComponent(readPassword())}`;
  return connect(`mongodb://${root}@${hosts}/admin?authSource=admin&${timeout}&${options}${tls}`);
}

function run(database, command) {
  const answer = database.runCommand(command);
  if (answer.ok !== 1) throw new Error(answer.errmsg);
  return answer;
}

/** Starts the set with the first member alone: it has the root user, and a new set refuses further members with data. */
function initiate() {
  const admin = until(`${members[0]} answers`, () => {
    const database = connectAsRoot(members[0], "directConnection=true");
    run(database, { ping: 1 });
    return database;
  });
  if (run(admin, { hello: 1 }).setName === setName) return;
  const config = { _id: setName, members: [{ _id: 0, host: members[0] }] };
  try {
    run(admin, { replSetInitiate: config });
    print(`replica set ${setName} was initiated`);
  } catch (error) {
    // a restarted member answers a moment before it knows its set
    if (!/already initialized/.test(error.message)) throw error;
  }
}

function primary() {
  return until("a primary", () => {
    const database = connectAsRoot(members.join(","), `replicaSet=${setName}`);
    return run(database, { hello: 1 }).isWritablePrimary ? database : undefined;
  });
}

/** Adds the members one at a time, once each answers: an unreachable voting member could cost the set its majority. */
function addMembers(admin) {
  for (const host of members) {
    const known = run(admin, { replSetGetConfig: 1 }).config;
    if (known.members.some((member) => member.host === host)) continue;
    // `hello` needs no user
    until(`${host} answers`, () =>
      run(connect(`mongodb://${host}/admin?directConnection=true&${timeout}`), { hello: 1 }),
    );
    until(`${host} is a member`, () => {
      const { config } = run(admin, { replSetGetConfig: 1 });
      const _id = Math.max(...config.members.map((member) => member._id)) + 1;
      if (config.members.some((member) => member.host === host)) return true;
      return run(admin, {
        replSetReconfig: {
          ...config,
          version: config.version + 1,
          members: [...config.members, { _id, host }],
        },
      });
    });
    print(`${host} was added`);
  }
}

/** Database that keeps a user: its own, where a URL without `authSource` looks for it, or `admin` of DocumentDB. */
function homeOf(admin, name) {
  return isManaged ? admin : admin.getSiblingDB(name);
}

/** Creates a user with the rights to read and write its own database. */
function provision(admin, i) {
  const user = environment[`USERNAME_${i}`];
  const pwd = environment[`PASSWORD_${i}`];
  const name = environment[`DATABASE_${i}`];
  const database = homeOf(admin, name);
  // MongoDB's own roles know no difference between rows and schema
  const role = environment[`RIGHTS_${i}`] === "read" ? "read" : "readWrite";
  const roles = [{ role, db: name }];
  const known = run(database, { usersInfo: user }).users.length > 0;
  // the server's error messages contain no password
  run(database, known ? { updateUser: user, pwd, roles } : { createUser: user, pwd, roles });
}

/** Deletes the users `service` and `service_<number>` except the current one. Their connections lose their rights. */
function retire(admin, i) {
  const user = environment[`USERNAME_${i}`];
  const service = environment[`SERVICE_${i}`] || user;
  const database = homeOf(admin, environment[`DATABASE_${i}`]);
  for (const { user: other } of run(database, { usersInfo: 1 }).users) {
    const isGeneration =
      other.startsWith(`${service}_`) && /^[0-9]+$/.test(other.slice(service.length + 1));
    if (other === user || (other !== service && !isGeneration)) continue;
    run(database, { dropUser: other });
    print(`retired ${other}`);
  }
}

if (!isManaged) initiate();
const admin = primary();
if (!isManaged) addMembers(admin);
const count = Number(environment.USER_COUNT);
for (let i = 0; i < count; i++) provision(admin, i);
print(`provisioned ${count} users`);
if (environment.RETIRE === "true") {
  sleep(Number(environment.RETIRE_SECONDS || 120) * 1000);
  for (let i = 0; i < count; i++) retire(admin, i);
}
