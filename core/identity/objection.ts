/**
 * Objection: whoever objects is not profiled from then on. It is a denial of every purpose that a profile serves, told
 * apart by its source; only a later choice of the visitor lifts it, for a server that merely repeats a grant never does.
 *
 * What was ordered stays with its times and amounts, since a merchant has to be able to account for it. Consent to be
 * written to stays as it is: nobody who objects to a profile has said that they want no answer.
 */
import * as z from 'zod';
import type { Entry, Purpose } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Site } from '../sites/site.ts';
import { consentEntry } from './entries.ts';
import { isDeviceId } from './hash.ts';
import { type Naming, namedVisitor } from './naming.ts';
import { OBJECTION_SOURCE } from './objected.ts';
import { type ConsentBook, refusalTime } from './refusal-time.ts';

const DENIED = { analytics: false, personalization: false, share: false } as const satisfies Partial<
  Record<Purpose, boolean>
>;

const identifier = z.union([z.string().min(1).max(1_000), z.number().transform(String)]);
export const objectionSchema = z.strictObject({
  visitor: z.string().optional(),
  device: z.string().optional(),
  userId: identifier.optional(),
  email: identifier.optional(),
  /** Of the platform's server, that this person is logged in: own-proof.ts. */
  proof: z.string().max(200).optional(),
});

export type ObjectionRequest = {
  readonly site: Site;
  readonly naming: Naming;
  /** It came with the secret key: without, the device's own id is the proof. */
  readonly trusted: boolean;
};

type ObjectionPorts = {
  readonly book: ConsentBook;
  append(entries: readonly Entry[]): Promise<unknown>;
  now(): number;
};

/**
 * Records it at once, also for somebody of whom nothing is known yet: what comes later then finds it.
 *
 * @example await recordObjection({ site, naming: { userId: 'customer-7' }, trusted: true }, engine)
 */
export async function recordObjection(
  { site, naming, trusted }: ObjectionRequest,
  { append, now, book }: ObjectionPorts,
): Promise<Outcome<{ readonly denied: readonly Purpose[]; readonly since: number }>> {
  if (!trusted && !isDeviceId(naming.device))
    return refuse('identifier_missing', 'device', 'send the device id, or use the secret key');
  const visitor = namedVisitor(trusted ? naming : { device: naming.device }, site);
  if (visitor === null)
    return refuse('identifier_missing', '', 'send visitor, device, userId or email of a real visitor');
  const receivedAt = now();
  const source = trusted ? ('server' as const) : ('web' as const);
  const t = await refusalTime(book, { site: site.siteId, visitor, now: receivedAt });
  const stamp = { site: site.siteId, visitor, t, receivedAt, source };
  await append([consentEntry(stamp, { purposes: DENIED, source: OBJECTION_SOURCE })]);
  return accept({ denied: Object.keys(DENIED) as Purpose[], since: t });
}
