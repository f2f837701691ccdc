/** The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), as MongoDB speaks it with its clients. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const iterations = 15_000;

function hmac(key: Buffer, text: string) {
  return createHmac('sha256', key).update(text).digest();
}
function fieldOf(message: string, name: string) {
  return new RegExp(`(?:^|,)${name}=([^,]*)`).exec(message)?.[1] ?? '';
}

export type Conversation = {
  readonly user: string;
  /** To be sent to the client. */
  readonly first: string;
  /** The server's last word, or `null` for a wrong proof. */
  readonly finish: (clientFinal: string) => string | null;
};

/** `passwordOf`: `null` for a user that is not there, who is found out at the end and not at the beginning. */
export function startConversation(
  clientFirst: string,
  passwordOf: (user: string) => string | null,
): Conversation {
  const bare = clientFirst.replace(/^n,,/, '');
  const user = fieldOf(bare, 'n').replaceAll('=2C', ',').replaceAll('=3D', '=');
  const salt = randomBytes(28);
  const nonce = `${fieldOf(bare, 'r')}${randomBytes(24).toString('base64')}`;
  const first = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`;
  const finish = (clientFinal: string) => {
    const password = passwordOf(user);
    if (password === null || fieldOf(clientFinal, 'r') !== nonce) return null;
    const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
    const stored = createHash('sha256').update(hmac(salted, 'Client Key')).digest();
    const said = `${bare},${first},${clientFinal.replace(/,p=.*$/, '')}`;
    const signature = hmac(stored, said);
    const proof = Buffer.from(/,p=(.*)$/.exec(clientFinal)?.[1] ?? '', 'base64');
    const key = Buffer.from(proof.map((byte, index) => byte ^ (signature[index] ?? 0)));
    if (!createHash('sha256').update(key).digest().equals(stored)) return null;
    return `v=${hmac(hmac(salted, 'Server Key'), said).toString('base64')}`;
  };
  return { user, first, finish };
}
