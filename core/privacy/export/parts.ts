/** The parts of an export that are more than a line of the profile: orders, links, segments, scores. */
import type { Engine } from '../../engine.ts';
import type { SiteId, VisitorId } from '../../entry.ts';
import { toMajor } from '../../events/money.ts';
import { isVisitorId } from '../../identity/hash.ts';
import type { Kinship } from '../../profiles/kinship.ts';
import type { Order } from '../../profiles/orders.ts';
import type { Profile } from '../../profiles/profile.ts';
import { describeLabel, type Label } from '../../scoring/labels/label.ts';
import type { VisitorScore, VisitorScores } from '../../scoring/serving/scoring.ts';
import { describeReason } from '../../scoring/words.ts';
import { liveDefinitions, NO_CATALOG } from '../../segments/catalog.ts';
import { describe } from '../../segments/words.ts';
import type { Site } from '../../sites/site.ts';
import type { ExportHead } from './schema.ts';

type LinkLine = ExportHead['links'][number];

/** In the order in which they were made. */
export function listOrders(profile: Profile | null, currency: string): ExportHead['orders']['items'] {
  const recent = profile?.orders.recent ?? [];
  return recent
    .toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
    .map((order) => viewOrder(order, currency));
}

function viewOrder({ key, at, grossMinor, refundedMinor, cancelled }: Order, currency: string) {
  // A refund that named no amount is of the whole order.
  const isWhole = refundedMinor >= Number.MAX_SAFE_INTEGER;
  return {
    order: key,
    at: iso(at),
    total: grossMinor === null ? null : toMajor(grossMinor, currency),
    refunded: isWhole ? null : toMajor(refundedMinor, currency),
    cancelled,
  };
}

/** Those between the visitor's own ids: who else logged in on a device of theirs is somebody else's to know. */
export function listLinks({ links }: Kinship, ids: readonly VisitorId[]): ExportHead['links'] {
  return links
    .flatMap(({ visitor, name, t, properties }): LinkLine[] => {
      const to = isVisitorId(properties.to) ? properties.to : null;
      const isOwn = (id: string | null): boolean => ids.some((own) => own === id);
      if (visitor === null || !isOwn(visitor) || (to !== null && !isOwn(to))) return [];
      const kind = name as LinkLine['kind'];
      return [{ kind, at: iso(t), from: visitor, to, proved: properties.proved === true }];
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** As of now. */
export async function listSegments(
  { history, segments, now }: Pick<Engine, 'history' | 'segments' | 'now'>,
  site: SiteId,
  visitor: VisitorId,
): Promise<ExportHead['segments']> {
  const held = await history.membershipsAt(site, visitor, now());
  if (!held.ok) return [];
  const definitions = liveDefinitions(segments.of(site)?.catalog ?? NO_CATALOG);
  return held.value.flatMap(({ key, since, until }) => {
    const definition = definitions.get(key);
    if (definition === undefined) return [];
    const isEnding = until !== null && until <= 8.64e15;
    const words = describe(definition.when);
    return { key, name: definition.name, words, since: iso(since), until: isEnding ? iso(until) : null };
  });
}

export function listForetold(
  { intent }: Pick<Engine, 'intent'>,
  site: Site,
  found: VisitorScores | null,
): ExportHead['scores'] {
  if (found === null) return [];
  const wording = { currency: site.settings.currency, sessionMs: found.sessionMs };
  return found.scores.flatMap((score) => {
    const state = intent.models.state(site.siteId, score.label);
    return state === null ? [] : [viewScore(score, state.label, wording)];
  });
}

function viewScore(
  score: VisitorScore,
  label: Label,
  wording: { readonly currency: string; readonly sessionMs: number | null },
): ExportHead['scores'][number] {
  const { at, p, heuristic, shares, reasons } = score;
  const isAmount = label.kind === 'amount';
  return {
    label: label.key,
    kind: label.kind,
    foretells: describeLabel(label),
    at: iso(at),
    p: isAmount ? toMajor(Math.round(p), wording.currency) : p,
    ...(shares && { shares: { ...shares } }),
    heuristic,
    reasons: reasons.map((reason) => ({
      feature: reason.feature,
      value: Number.isFinite(reason.value) ? reason.value : null,
      shap: reason.shap,
      words: withoutWeight(describeReason(reason, wording)),
    })),
  };
}

/** By how much it weighs stands beside it, as a number. */
function withoutWeight(text: string): string {
  return text.slice(0, text.lastIndexOf(': '));
}

function iso(t: number): string {
  return new Date(t).toISOString();
}
