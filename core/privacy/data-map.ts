/**
 * The map of what is held: of each class what it is, why, where, how long, on which basis, who sees it, and where it stands
 * in what a visitor is handed. The pages of docs/ are written from it (data-map-markdown.ts); the tests compare it with the
 * list of places (inventory.ts), the terms (keep-terms.ts) and the export.
 */
import type { EntryType } from '../entry.ts';
import { DATA_OF_SITES } from './data-of-sites.ts';
import { DATA_OF_VISITORS } from './data-of-visitors.ts';
import type { ExportDocument } from './export/schema.ts';
import type { ClassName } from './keep-terms.ts';

/** What an operator may rest it on. Which one holds for a shop is a question for its lawyer: docs say so beside it. */
export const BASES = {
  consent: 'Art. 6(1)(a) GDPR, and Art. 5(3) ePrivacy for what is read from a device or kept on it',
  interest:
    'Art. 6(1)(f) GDPR, where your test comes out so; asking a browser for it may need consent all the same (Art. 5(3) ePrivacy)',
  orders: 'Art. 6(1)(b) or (c) GDPR: what was agreed, and what a merchant must account for',
  duty: 'Art. 6(1)(c) GDPR: the duties to honour and to show what was asked for',
  security: 'Art. 6(1)(f) and 32 GDPR',
  nobody: 'nothing in it stands for a person',
} as const;
export type Basis = keyof typeof BASES;

export const VIEWERS = {
  visitor: 'the visitor (privacy element, export)',
  operator: 'you (secret key, command line)',
  receivers:
    'receivers of webhooks that you set, by a pseudonym of their own, while passing on is not denied',
  'mail server': 'the mail server that you set',
  platform: 'the shop system whose reference it is',
  segment: 'Segment, under the user id that it knows, where you send scores back and passing on was allowed',
  everybody: 'everybody, on pages',
  machine: 'the machine alone',
} as const;
export type Viewer = keyof typeof VIEWERS;

/** A class that the export has no part of says why. */
type Handed = { readonly as: readonly (keyof ExportDocument)[] } | { readonly not: string };

export type DataClass = {
  readonly what: string;
  /** The purpose. */
  readonly why: string;
  /** `PLACE NAME` of the list of places, each in one class or more. */
  readonly where: readonly string[];
  /** Entries of the log that are of it, each type in one class. */
  readonly entries?: readonly EntryType[];
  /** Terms of its own; with `until` beside them where more is to be said. */
  readonly terms?: readonly ClassName[];
  readonly until?: string;
  readonly basis: Basis;
  readonly seenBy: readonly Viewer[];
  /** Whether anything in it stands for one person. */
  readonly isPersonal: boolean;
  readonly handed: Handed;
};

export const DATA_MAP: readonly DataClass[] = [...DATA_OF_VISITORS, ...DATA_OF_SITES];
