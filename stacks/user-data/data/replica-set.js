// Run by mongosh on a member: initiates the set when INITIATED is 'no', then makes sure that its users exist.
// MongoDB refuses to initiate unless every member answers and none has a configuration: the second safety net.
const { INITIATED, MEMBERS, REPLICA_SET, ADMIN_PASSWORD, APP_PASSWORD } = process.env;

function initiate() {
  if (db.hello().setName !== undefined) return;
  const answer = rs.initiate({
    _id: REPLICA_SET,
    members: MEMBERS.split(',').map((host, _id) => ({ _id, host })),
    // A primary that is gone is replaced after 2 s, not MongoDB's 10: one region, quiet network.
    settings: { electionTimeoutMillis: 2000 },
  });
  if (answer.ok !== 1) throw new Error(`not initiated: ${answer.errmsg}`);
}

function canLogIn(database, user, password) {
  try {
    return db.getSiblingDB(database).auth(user, password).ok === 1;
  } catch {
    return false;
  }
}

// The first user of a set without users may be created from localhost; from then on that door is shut.
function ensureUsers() {
  const admin = db.getSiblingDB('admin');
  if (!canLogIn('admin', 'admin', ADMIN_PASSWORD)) {
    admin.createUser({ user: 'admin', pwd: ADMIN_PASSWORD, roles: ['root'] });
    admin.auth('admin', ADMIN_PASSWORD);
  }
  const app = db.getSiblingDB('wordcount');
  if (app.getUser('wordcount') === null) {
    app.createUser({ user: 'wordcount', pwd: APP_PASSWORD, roles: ['readWrite'] });
  }
}

if (INITIATED === 'no') initiate();
const hello = db.hello();
if (hello.isWritablePrimary) ensureUsers();
// Users replicate: on any member, done is when the application can log in.
if (!canLogIn('wordcount', 'wordcount', APP_PASSWORD)) throw new Error('the set has no users yet');
