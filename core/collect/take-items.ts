/** The way of many items of many people: each by itself identified, validated, appended and folded. */
import type { Entry, VisitorId } from '../entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import { exemptPaths } from '../events/plan.ts';
import { type BatchPeople, createBatchPeople } from '../identity/batch-people.ts';
import type { Circumstances } from '../identity/circumstances.ts';
import { nameClaimant } from '../identity/claimant.ts';
import type { Draft } from '../identity/draft.ts';
import { identifyChoice } from '../identity/identify-choice.ts';
import { identifyClaim } from '../identity/identify-claim.ts';
import {
  type IdentifiedItem,
  identifyItem,
  type ServerItem,
  type ServerPost,
} from '../identity/identify-server.ts';
import { nameVisitor } from '../identity/naming.ts';
import type { NamedUser } from '../identity/user-ids.ts';
import { tellRefused } from '../live/tail.ts';
import type { Site } from '../sites/site.ts';
import { isPrefetch } from './bots.ts';
import { type Recorded, record } from './record.ts';
import type { Stages } from './stages.ts';

export type ItemsPost = {
  readonly site: Site;
  readonly receivedAt: number;
  readonly items: readonly ServerItem[];
  /** What the request shows of a sender whom nobody vouches for; null: it came with the secret key. */
  readonly claimant: Circumstances | null;
};

export type TakenItems = Pick<Recorded, 'accepted' | 'duplicates' | 'counted' | 'countedAt' | 'refused'>;

/**
 * @returns `rate_limited` where too much is said of one visitor; else what became of the items.
 * @throws InklingError `queue_full` or `store_unavailable`: then nothing of the post is acknowledged.
 */
export async function takeItems(
  { site, receivedAt, items, claimant }: ItemsPost,
  stages: Pick<Stages, 'recording' | 'erased' | 'userIds' | 'isBot' | 'admitVisitor'>,
): Promise<Outcome<TakenItems>> {
  const { recording, erased } = stages;
  const excess = claimant === null ? null : findExcess(site, items, stages);
  if (excess !== null) return excess;
  const exemptOf = (name: string) => exemptPaths(recording.plans.of(site.siteId), name);
  const post = { site, receivedAt, exemptOf, erased };
  const people = createBatchPeople(recording.people);
  await people.bring(site.siteId, listNamed(items, site, claimant));
  const refused: Refusal[] = [];
  const drafts: Draft[] = [];
  const users: NamedUser[] = [];
  const entries: Entry[] = [];
  for (const item of items) {
    const identified =
      findUnwanted(item, claimant, stages) ?? (await identify(item, { post, claimant }, people));
    if (!identified.ok) {
      refused.push(identified);
      continue;
    }
    const { draft, entries: own, user = null, refusal } = identified.value;
    people.note(own);
    entries.push(...own);
    if (draft !== null) drafts.push(draft);
    if (user !== null) users.push(user);
    if (refusal !== undefined) refused.push(refusal);
  }
  // Before anything of them can leave: whoever is told of it asks for the id.
  await stages.userIds.keep(site.siteId, users);
  tellRefused(recording, { site: site.siteId, receivedAt, items, refused });
  const recorded = await record({ site, receivedAt, drafts, entries }, recording);
  return accept({ ...recorded, refused: [...refused, ...recorded.refused] });
}

/** Whom the items name: each of them is asked for by itself below. */
function listNamed(
  items: readonly ServerItem[],
  site: Site,
  claimant: Circumstances | null,
): readonly VisitorId[] {
  const named = items.flatMap((item) => {
    const { recorded, person } = claimant === null ? nameVisitor(item, site) : nameClaimant(item, site);
    return [recorded, person];
  });
  return [...new Set(named)].filter((id) => id !== null);
}

function identify(
  item: ServerItem,
  { post, claimant }: { readonly post: ServerPost; readonly claimant: Circumstances | null },
  people: BatchPeople,
): Promise<Outcome<IdentifiedItem>> {
  if (claimant !== null) return identifyClaim(item, { ...post, seen: claimant }, people);
  return item.kind === 'choice'
    ? identifyChoice(item, post, people, { isClaim: false })
    : identifyItem(item, post, people);
}

/** One id that many networks post under fills one profile: a device's, or that of whoever it is said to be. */
function findExcess(
  site: Site,
  items: readonly ServerItem[],
  { admitVisitor }: Pick<Stages, 'admitVisitor'>,
): Refusal | null {
  const names = new Set(items.flatMap(({ anonymousId = '', userId = '' }) => [anonymousId, userId]));
  for (const name of names) {
    const excess = admitVisitor(site, name);
    if (excess !== null) return excess;
  }
  return null;
}

/** What browsers fetch ahead and what robots fetch is no visit; a library on a server is neither. */
function findUnwanted(
  { at, agent }: ServerItem,
  claimant: Circumstances | null,
  { isBot }: Pick<Stages, 'isBot'>,
): Refusal | null {
  if (claimant === null || agent === null) return null;
  if (isPrefetch(claimant.purpose)) return refuse('prefetch', at, 'nothing to do');
  return isBot(agent ?? claimant.userAgent) ? refuse('bot', at, 'nothing to do') : null;
}
