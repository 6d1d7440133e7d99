/** Tells the collector what became of a decision: by beacon, so that it survives a page that is left at once. */

export type Action = 'clicked' | 'dismissed' | 'converted' | 'answered';

/** A line of core/collect/WIRE.md, without decision and instants. */
export type Outcome = {
  readonly shown?: boolean;
  readonly withheld?: true;
  readonly reason?: string;
  readonly action?: Action;
  readonly answer?: string | undefined;
};

const RETRY_MS = 2000;
let url: string;
let readReach: () => number;
let readDevice: (() => string | undefined) | undefined;

/**
 * @param collectUrl Where the tracker posts: reports go beside it. Empty: nothing is reported.
 * @param device Where a site finds its visitor's session by it.
 */
export function startReports(
  collectUrl: string,
  reach: () => number,
  device?: () => string | undefined,
): void {
  url = collectUrl.replace('/v1/collect?', '/v1/exposures?');
  readReach = reach;
  readDevice = device;
}

/** After a withdrawal nothing is shown, and nothing is reported. */
export const maySpeak = (): boolean => readReach() > 1;

export function report(decision: string, outcome: Outcome): void {
  if (url && maySpeak()) void send({ decision, ...outcome, at: Date.now(), dev: readDevice?.() }, true);
}

async function send(line: object, mayRepeat: boolean): Promise<void> {
  const body = JSON.stringify({ ...line, s: Date.now() });
  if (navigator.sendBeacon?.(url, body)) return;
  const post = { method: 'POST', body, keepalive: true, credentials: 'omit' } as const;
  const { status } = await fetch(url, post).catch(() => ({ status: 500 }));
  if (mayRepeat && (status === 429 || status > 499)) setTimeout(send, RETRY_MS, line);
}
