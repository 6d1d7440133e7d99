/** What a site is installed with, and what has come in of it since the server started. */
import type { ChoiceCountsAnswer } from './statistics.ts';

export type CountAnswer = { readonly lastAt: string | null; readonly times: number };

export type DoorAnswer = {
  readonly lastAt: string | null;
  readonly posts: number;
  readonly accepted: number;
  readonly refused: number;
  readonly lastRefusal: { readonly at: string; readonly code: string } | null;
};

export type InstallationAnswer = {
  readonly site: string;
  readonly siteId: string;
  readonly writeKey: string;
  readonly platform: string | null;
  readonly publicUrl: string | null;
  readonly version: string;
  readonly since: string;
  readonly doors: Readonly<Record<string, DoorAnswer>>;
  readonly tracker: CountAnswer;
  readonly consent: CountAnswer;
  readonly decisions: CountAnswer;
  /** Page loads of the last days, by every server. */
  readonly choices: ChoiceCountsAnswer & { readonly days: number };
};
