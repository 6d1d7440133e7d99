/** Segments and templates as they are listed. */
import type { Segments } from '../../../../integrations/shopify/admin-page/contract.ts';
import type { Tone } from '../../ui/skin.ts';
import type { Format } from '../../view-models/format.ts';
import { TEMPLATES_DE } from '../words/templates-de.ts';
import type { Words } from '../words/words.ts';

type SegmentLine = {
  readonly key: string;
  readonly name: string;
  readonly about: string | null;
  readonly size: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
};

export type TemplateLine = {
  readonly key: string;
  readonly name: string;
  readonly want: string;
  readonly action: string;
  readonly purpose: string;
  /** Null: it can be added. */
  readonly reason: string | null;
};

/** Beside the words of every page, which have no use for them. A template's own are English. */
const TEMPLATES = { en: {}, de: TEMPLATES_DE } as const satisfies Record<Words['language'], object>;

type Wish = { readonly search: string; readonly kpi: string };

/** The largest first: those are what a merchant acts on; what is not counted comes last. */
export function viewSegments(
  { items, leastTold, templates }: Segments,
  words: Words,
  format: Format,
): readonly SegmentLine[] {
  const given = new Map(templates.map(({ key, name }) => [key, name]));
  return items
    .map(({ words: about, ...item }) => {
      // What a merchant has named themselves stands as it is.
      const own = given.get(item.key) === item.name ? wordsOfTemplate(item.key, words) : undefined;
      return { ...item, name: own?.name ?? item.name, about: own ? words.segments.quote(own.want) : about };
    })
    .sort((one, other) => (other.size ?? -1) - (one.size ?? -1) || one.name.localeCompare(other.name))
    .map(({ key, name, about, size, state, progress }) => ({
      key,
      name,
      about,
      size: sizeOf(size, state, leastTold, words, format),
      badge:
        state === 'ready'
          ? { text: words.segments.ready, tone: 'good' }
          : { text: words.segments.building(format.share(progress)), tone: 'waiting' },
    }));
}

function wordsOfTemplate(key: string, { language }: Words) {
  const own: typeof TEMPLATES_DE = TEMPLATES[language];
  return own[key];
}

function sizeOf(
  size: number | null,
  state: Segments['items'][number]['state'],
  leastTold: number,
  { segments }: Words,
  format: Format,
): string {
  if (size !== null) return segments.visitors(format.count(size));
  return state === 'ready' ? segments.few(format.count(leastTold)) : segments.uncounted;
}

/** Purposes to choose from, each once. @example listPurposes(segments, words) // [{ value: 'conversion', label: 'Conversion' }] */
export function listPurposes(
  { templates }: Segments,
  words: Words,
): readonly { readonly value: string; readonly label: string }[] {
  const kpis = [...new Set(templates.map(({ kpi }) => kpi))];
  return kpis.map((kpi) => ({ value: kpi, label: words.segments.purposes[kpi] ?? kpi }));
}

/** Templates that a search and a purpose leave; what cannot be added comes last. Empty text leaves all. */
export function viewTemplates(
  { templates }: Segments,
  { search, kpi }: Wish,
  words: Words,
): readonly TemplateLine[] {
  const asked = search.trim().toLowerCase();
  return templates
    .map((template) => ({ ...template, ...wordsOfTemplate(template.key, words) }))
    .filter((template) => kpi === '' || template.kpi === kpi)
    .filter(({ name, want, action }) => `${name} ${want} ${action}`.toLowerCase().includes(asked))
    .map((template) => ({
      key: template.key,
      name: template.name,
      want: words.segments.quote(template.want),
      action: template.action,
      purpose: words.segments.purposes[template.kpi] ?? template.kpi,
      reason: template.isInstalled ? words.segments.inUse : template.lack,
    }))
    .sort((one, other) => Number(one.reason !== null) - Number(other.reason !== null));
}
