/** Functions have Node's module as a global, and cannot import. */
declare const crypto: typeof import('node:crypto')

export const createHmac: typeof crypto.createHmac = (...given) => crypto.createHmac(...given)
