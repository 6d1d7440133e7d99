import { createHashKey } from '../../../core/identity/hash.ts';

/** Any key: what is hashed is not looked at here. */
export const hashKey = createHashKey(Buffer.alloc(32, 7));
