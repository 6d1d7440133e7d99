/**
 * The analytics file, loaded by the tracker of a site that says so, once `analytics` is allowed and before that takes effect:
 * reads whom analytics.js knows. Its anonymous id, a UUID, becomes our device id; its user id is hashed like any log-in,
 * and goes with a proof of the site's server where the page has one. Nothing is read before consent, and nothing written.
 */
import { handOver } from './hand-over.ts';
import { proofOf } from './proof.ts';
import type { Meet } from './wire.ts';

type User = { id(): unknown; anonymousId(): unknown };
type Analytics = {
  /** Of the snippet: the user. Of the package: a promise of it. */
  readonly user?: () => User | Promise<User>;
  on?(event: 'identify' | 'reset', listener: (id?: unknown) => void): unknown;
};

declare global {
  interface Window {
    readonly analytics?: Analytics;
  }
}

/** A page whose analytics.js is blocked goes on without. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 50;
const DEVICE = /^[0-9a-f]{32}$/;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The one-line snippet has no `user` before the library is there. */
async function findUser(): Promise<User | undefined> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    const user = self.analytics?.user;
    if (user)
      return Promise.race([user.call(self.analytics), pause(PATIENCE_MS - waited).then(() => undefined)]);
    await pause(LOOK_MS);
  }
  return undefined;
}

/** @example toDevice('9F1C3F7A-5b1e-4d0c-8a2e-0123456789ab') // '9f1c3f7a5b1e4d0c8a2e0123456789ab' */
function toDevice(anonymousId: unknown): string | undefined {
  const digits = String(anonymousId).replaceAll('-', '').toLowerCase();
  return DEVICE.test(digits) ? digits : undefined;
}

const meet: Meet = async ({ take, identify, reset }) => {
  const user = await findUser().catch(() => undefined);
  const script = document.querySelector<HTMLElement>('script[src*="/t/wk_"]');
  const readProof = script ? proofOf(script) : async () => undefined;
  const name = async (id: unknown): Promise<void> => {
    if (id) identify(id, undefined, await readProof().catch(() => undefined));
  };
  take(toDevice(user?.anonymousId()));
  await name(user?.id());
  self.analytics?.on?.('identify', (id) => void name(id));
  self.analytics?.on?.('reset', reset);
};

handOver(meet);
