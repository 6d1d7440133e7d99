/**
 * identify, for messages that came with the public key: what a page may say, and no more. Everybody has that key, so a
 * log-in is a claim, a grant lifts no refusal, and what the visitor's browser signals is honoured.
 */
import { eventTime } from '../collect/skew.ts';
import { type Entry, PURPOSES, type Purpose, type VisitorId } from '../entry.ts';
import { accept, type Outcome, type RefusalCode, refuse } from '../errors.ts';
import { ERASED_HINT } from '../privacy/tombstone.ts';
import { type Circumstances, deviceClass } from './circumstances.ts';
import { nameClaimant } from './claimant.ts';
import { consentEntry, type EntryStamp, leavingEntries, loginEntry, resetEntry } from './entries.ts';
import { identifyChoice } from './identify-choice.ts';
import {
  consentOf,
  draft,
  entryOf,
  findPerson,
  type IdentifiedItem,
  isOfErased,
  keptDraft,
  type ServerItem,
  type ServerPost,
  statedBy,
} from './identify-server.ts';
import { isCrowded } from './link-graph.ts';
import { decideMode } from './mode.ts';
import type { People, Person } from './person.ts';

export type ClaimPost = ServerPost & { readonly seen: Circumstances };

/** The item with what is known of its device. */
type Claim = {
  readonly item: ServerItem;
  readonly post: ClaimPost;
  readonly device: VisitorId | null;
  readonly person: VisitorId | null;
  readonly known: Person | null;
  /** What it says is allowed, or what the site's owner means, as far as a page may say it. */
  readonly stated: ReturnType<typeof statedBy>;
};

export async function identifyClaim(
  given: ServerItem,
  post: ClaimPost,
  people: People,
): Promise<Outcome<IdentifiedItem>> {
  const { site, seen } = post;
  const item = asOfPage(given, seen);
  const { device, person } = nameClaimant(item, site);
  const known = device === null ? null : await findPerson(people, site.siteId, device);
  const claim = { item, post, device, person, known, stated: sayable(item, post, known) };
  if (seen.gpc) return decline('gpc', claim, signalOf(claim));
  if (seen.dnt && site.settings.honoursDoNotTrack) return decline('dnt', claim, []);
  if (item.kind === 'choice') return identifyChoice(item, post, people, { isClaim: true });
  const mode = modeOf(claim);
  if (mode === 'declined') return decline('opted_out', claim, denialsOf(claim));
  if (mode === 'waiting') return decline('consent_required', claim, []);
  if (mode === 'consented' && device !== null && known !== null)
    return recordConsented({ ...claim, device, known }, people);
  const counted = draft(item, post, null);
  return counted.ok ? accept({ draft: keptDraft(item, counted.value), entries: [] }) : counted;
}

/** What the request shows of its sender is dropped from the item, and says what it was sent with if nobody else does. */
function asOfPage(item: ServerItem, { address, userAgent }: Circumstances): ServerItem {
  const context = item.agent === undefined ? { device: deviceClass(userAgent) } : {};
  return {
    ...item,
    source: 'web',
    context: { ...context, ...item.context },
    secrets: [...(item.secrets ?? []), address, userAgent],
  };
}

/** A page cannot know whose mailbox it is; and that it repeats an old grant undoes no refusal. */
function sayable(
  item: ServerItem,
  { site, receivedAt }: ClaimPost,
  known: Person | null,
): ReturnType<typeof statedBy> {
  const { purposes: stated, source } = statedBy(item, site, 'page');
  const purposes: Partial<Record<Purpose, boolean>> = {};
  for (const purpose of PURPOSES) {
    const said = stated[purpose];
    const isVain = said === true && known?.consent(purpose, receivedAt)?.allowed === false;
    if (said === undefined || isVain || (said && purpose === 'contact')) continue;
    // The owner's word is for who says nothing: it refuses for nobody.
    if (said || item.consent !== null) purposes[purpose] = said;
  }
  return { purposes, source };
}

/** As of a page that says as much: a message has no visit of its own, so nobody is told apart without consent. */
function modeOf({ post: { site, receivedAt }, device, known, stated }: Claim): ReturnType<typeof decideMode> {
  const { purposes, source } = stated;
  return decideMode(
    {
      policy: site.settings.policy,
      hasDevice: device !== null,
      page: { purposes, at: null, source, notRequired: false },
      recorded: known?.consent('analytics', receivedAt),
      canGrant: known?.canGrant('analytics', receivedAt) ?? true,
    },
    null,
  );
}

function decline(code: RefusalCode, { item }: Claim, entries: readonly Entry[]): Outcome<IdentifiedItem> {
  const silence = { draft: null, entries };
  return accept(isGuess(item) ? silence : { ...silence, refusal: refuse(code, item.at, 'nothing to do') });
}

/** Whoever shows no device of their own may be trying names: what has become of a person is not theirs to know. */
function isGuess({ anonymousId, previousId }: ServerItem): boolean {
  return anonymousId === undefined && previousId === undefined;
}

/** Global Privacy Control, once for a known device: egress and profiling are denied. */
function signalOf({ post, device, known }: Claim): readonly Entry[] {
  if (device === null || known?.hasSignalled === true) return [];
  const purposes = { share: false, personalization: false };
  return [consentEntry(stampOf(post, device, post.receivedAt), { purposes, source: 'gpc' })];
}

function denialsOf({ item, post, device, known, stated }: Claim): readonly Entry[] {
  if (device === null) return [];
  const denied = PURPOSES.filter(
    (purpose) =>
      stated.purposes[purpose] === false && known?.consent(purpose, post.receivedAt)?.allowed !== false,
  );
  const purposes = Object.fromEntries(denied.map((purpose) => [purpose, false]));
  // What it says counts, whatever clock it has.
  const t = eventTime(item.time, 0, post.receivedAt)?.t ?? post.receivedAt;
  return entryOf(stampOf(post, device, t), purposes, stated.source, consentEntry);
}

async function recordConsented(
  claim: Claim & { readonly device: VisitorId; readonly known: Person },
  people: People,
): Promise<Outcome<IdentifiedItem>> {
  const { item, post, device, known, stated } = claim;
  const gone = post.erased.find(post.site.siteId, device);
  if (gone !== null && isOfErased(item, gone, known, post.receivedAt))
    return isGuess(item) ? decline('erased', claim, []) : refuse('erased', item.at, ERASED_HINT);
  const drafted = draft(item, post, device);
  if (!drafted.ok) return drafted;
  const { t, name, id } = drafted.value;
  const stamp = stampOf(post, device, t);
  const since = gone === null ? 0 : gone.erasedAt + 1;
  return accept({
    draft: keptDraft(item, drafted.value),
    entries: [
      ...consentOf(stated, known, { ...stamp, since }),
      ...(await loginOf(claim, stamp, people)),
      ...(name === 'Signed Out' ? [resetEntry(stamp, id)] : []),
    ],
  });
}

/** A claim adds nothing to a person who declined, and brings nobody back who was erased. */
async function loginOf(
  { post, person, known }: Claim,
  stamp: EntryStamp,
  people: People,
): Promise<readonly Entry[]> {
  const { site, receivedAt, erased } = post;
  if (person === null || known?.loginAt(stamp.t)?.person === person) return [];
  if (erased.find(site.siteId, person)?.hasReturned === false) return [];
  const named = await findPerson(people, site.siteId, person);
  if (named.consent('analytics', receivedAt)?.allowed === false) return [];
  return isCrowded(named.devicesAt(stamp.t), stamp.visitor, false)
    ? leavingEntries(known?.loginAt(stamp.t) ?? null, stamp)
    : [loginEntry(stamp, person, false)];
}

function stampOf({ site, receivedAt }: ClaimPost, visitor: VisitorId, t: number): EntryStamp {
  return { site: site.siteId, visitor, t, receivedAt, source: 'web' };
}
