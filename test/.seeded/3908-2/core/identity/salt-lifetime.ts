/** A daily salt is destroyed so long after it was made: then nobody can say who its ids were. */
export const SALT_LIFETIME_MS = 48 * 3_600_000;
