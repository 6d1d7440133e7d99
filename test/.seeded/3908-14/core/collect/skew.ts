/**
 * Event time from a browser's clock: corrected by the distance of the two clocks in steps of five minutes, so that
 * the time a post takes never reorders events; never ahead of the server.
 */

const QUANTUM_MS = 5 * 60_000;
const LATE_MS = 24 * 3_600_000;
/** 2000-01-01 and 2100-01-01: what lies outside is a broken clock, not history. */
const EARLIEST_MS = 946_684_800_000;
const LATEST_MS = 4_102_444_800_000;

export type EventTime = { readonly t: number; readonly clamped: boolean };

/**
 * What to add to the client's times: `round((receivedAt - sentAt) / 5 min) x 5 min`, ties toward 0.
 *
 * @example clockOffsetMs(sentAt, sentAt + 150_000) // 0: half a step is transit, not skew
 */
export function clockOffsetMs(sentAt: number, receivedAt: number): number {
  const steps = (receivedAt - sentAt) / QUANTUM_MS;
  const rounded = Math.sign(steps) * Math.ceil(Math.abs(steps) - 0.5);
  return rounded === 0 ? 0 : rounded * QUANTUM_MS;
}

/** Corrected time, at most `receivedAt`; null when it lies outside the years 2000 to 2099. */
export function eventTime(clientTime: number, offsetMs: number, receivedAt: number): EventTime | null {
  const t = Math.round(clientTime + offsetMs);
  if (!(t >= EARLIEST_MS && t < LATEST_MS)) return null;
  return t <= receivedAt ? { t, clamped: false } : { t: receivedAt, clamped: t - receivedAt > QUANTUM_MS };
}

/** Older than a day when a browser sent it: kept, and said. */
export function isLate(t: number, receivedAt: number): boolean {
  return receivedAt - t > LATE_MS;
}
