// The codes of an authenticator app (RFC 6238), as the app makes them.
import { createHmac } from 'node:crypto';

function bytes(base32) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...base32.replace(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

const step = (at = Date.now()) => Math.floor(at / 30_000);

/** The code of a step. */
export function codeOf(secret, which = step()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(which));
  const mac = createHmac('sha1', bytes(secret)).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A code that has not been used: each opens once, so the app's next one is taken, which is right already. */
export const nextCode = (secret) => codeOf(secret, step() + 1);
