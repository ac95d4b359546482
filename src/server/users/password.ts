import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP's setting for 16 MiB: N = 2^14, r = 8, p = 5 (Password Storage Cheat Sheet, 2025). */
const cost = { N: 2 ** 14, r: 8, p: 5 }
const saltBytes = 16
const hashBytes = 32
/** Room for hashes made with a higher cost later; more would let a stored hash eat the memory. */
const maxMemory = 64 * 1024 * 1024

export const passwordLength = { min: 8, max: 256 }

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, salt, hashBytes, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Takes as long for a person without a password (`stored` null) as for a wrong one, so that neither shows. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = parseStored(stored)
  const { salt, hash, N, r, p } = parts ?? { salt: Buffer.alloc(saltBytes), hash: Buffer.alloc(hashBytes), ...cost }
  const derived = await derive(password, salt, hash.length, { N, r, p })
  return timingSafeEqual(derived, hash) && parts !== null
}

function parseStored(stored: string | null) {
  const [scheme, N, r, p, salt, hash] = stored?.split('$') ?? []
  if (scheme !== 'scrypt' || !salt || !hash) return null
  return {
    N: Number(N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

function derive(password: string, salt: Buffer, length: number, options: { N: number; r: number; p: number }) {
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, { ...options, maxmem: maxMemory }, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
