/** The way of a page's post: identify -> validate -> append -> fold -> decide -> respond. */

import type { PageDecision } from '../decisions/treatment.ts';
import { accept, type Outcome, type Refusal, type RefusalCode, refuse } from '../errors.ts';
import { exemptPaths } from '../events/plan.ts';
import type { Circumstances } from '../identity/circumstances.ts';
import { type Identified, identifyPage } from '../identity/identify-page.ts';
import { tellRefused } from '../live/tail.ts';
import type { Site } from '../sites/site.ts';
import { isPrefetch } from './bots.ts';
import { type Envelope, readEnvelope, wirePlace } from './envelope.ts';
import type { JsonObject } from './json.ts';
import { type Recorded, record } from './record.ts';
import { presentRefusal, type RefusedItem, type Stages } from './stages.ts';

export type CollectAnswer = {
  readonly accepted: number;
  readonly refused: readonly RefusedItem[];
  /** Decisions for the page. */
  readonly do: readonly PageDecision[];
  /** Ask again after so many ms. */
  readonly again?: number;
};

/** @throws InklingError `queue_full` or `store_unavailable`: then nothing of the post is acknowledged. */
export async function takePage(
  site: Site,
  body: JsonObject,
  seen: Circumstances,
  stages: Stages,
): Promise<Outcome<CollectAnswer>> {
  const { recording, continuing, vault, erased } = stages;
  const read = readEnvelope(body);
  if (!read.ok) return read;
  const envelope = read.value;
  const unwanted = findUnwanted(seen, stages);
  if (unwanted !== null) {
    const refused = envelope.items.map(({ at }) => refuse(unwanted, at, 'nothing to do'));
    tellRefused(recording, { site: site.siteId, receivedAt: stages.now(), items: envelope.items, refused });
    return accept({ accepted: 0, refused: refused.map(presentRefusal), do: [] });
  }
  const { device, inner } = envelope;
  const excess = stages.admitVisitor(site, device) ?? stages.admitVisitor(site, inner);
  if (excess !== null) return { ...excess, at: 'dev' };
  const receivedAt = stages.now();
  const exemptOf = (name: string) => exemptPaths(recording.plans.of(site.siteId), name);
  const post = { site, envelope, seen, receivedAt, exemptOf };
  const { salts } = continuing;
  const identified = await identifyPage(post, { people: recording.people, salts, continuing, erased });
  const { drafts, entries, contact } = identified;
  const unread = [...envelope.refused, ...identified.refused];
  tellRefused(recording, { site: site.siteId, receivedAt, items: envelope.items, refused: unread });
  const recorded = await record({ site, receivedAt, drafts, entries }, recording);
  if (isNewLoad({ envelope, identified, recorded })) stages.choices.count(site, identified.choice);
  if (contact !== null) await vault.keep(site.siteId, contact.visitor, 'email', contact.address, receivedAt);
  const refused = [...unread, ...recorded.refused].map(presentToPage);
  const decided = envelope.wantsDecision
    ? await decide(site, { envelope, identified, recorded }, stages)
    : null;
  return accept({ accepted: recorded.accepted, refused, do: [], ...decided });
}

type Post = {
  readonly envelope: Envelope;
  readonly identified: Identified;
  readonly recorded: Recorded;
};

/**
 * A page load is counted by its first post, and by one that brings a refusal; not where the post came before and its answer
 * was lost, as far as anything of it was kept.
 */
function isNewLoad({ envelope, identified, recorded }: Post): boolean {
  const { choice, entries } = identified;
  const isRefusal = (choice === 'denied' || choice === 'gpc') && entries.length > 0;
  const isRepeated = recorded.accepted > 0 && recorded.duplicates === recorded.accepted;
  return isRefusal || (envelope.isFirst && !isRepeated);
}

async function decide(
  site: Site,
  { envelope, identified, recorded }: Post,
  { decisions, erased, now }: Stages,
): Promise<Pick<CollectAnswer, 'do' | 'again'>> {
  const { visitor, page } = identified;
  if (visitor === null || erased.find(site.siteId, visitor)?.hasReturned === false) return { do: [] };
  const around = { events: recorded.events, slots: envelope.slots, now: now() };
  const answer = await decisions.forPage(site, visitor, page === '' ? around : { ...around, page });
  return answer.again === null ? { do: answer.do } : { do: answer.do, again: answer.again };
}

/** What browsers fetch ahead and what robots fetch is no visit. */
function findUnwanted(seen: Circumstances, { isBot }: Stages): RefusalCode | null {
  if (isPrefetch(seen.purpose)) return 'prefetch';
  return isBot(seen.userAgent) ? 'bot' : null;
}

function presentToPage(refusal: Refusal): RefusedItem {
  return { ...presentRefusal(refusal), at: wirePlace(refusal.at) };
}
