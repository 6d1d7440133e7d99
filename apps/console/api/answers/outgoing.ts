/** What leaves the house: webhooks, Segment, and mail. Instants are ISO 8601. */

export type OutgoingCounts = {
  readonly waiting: number;
  readonly sent: number;
  readonly failed: number;
  readonly dead: number;
  readonly withheld: number;
};

export type WebhookAnswer = OutgoingCounts & {
  readonly key: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly includes: readonly string[];
  readonly visitor: 'pseudonym' | 'own';
  readonly state: 'active' | 'stopped';
  readonly stopped?: { readonly at: string; readonly reason: string };
};

/** Of a new one. */
export type WebhookPutAnswer = WebhookAnswer & { readonly secret?: string };

export type WebhookSecretAnswer = { readonly secret: string; readonly previousUntil: string };

export type DeadLetterAnswer = {
  readonly id: string;
  readonly attempts: number;
  readonly lastAt: string;
  readonly reason: string;
};

export type WriteBackAnswer =
  | { readonly state: 'off' }
  | (OutgoingCounts & {
      readonly state: 'on';
      readonly region: 'us' | 'eu' | null;
      readonly host: string;
      readonly scores: readonly string[];
      readonly segments: readonly string[] | null;
      readonly delta: number;
      readonly bands: readonly [number, number];
      readonly lastFailure: { readonly at: string; readonly reason: string } | null;
    });

export type MailAnswer = {
  readonly fromName: string | null;
  readonly from: string | null;
  readonly replyTo: string | null;
  readonly postalAddress: string | null;
  readonly siteUrl: string | null;
  readonly language: string;
  readonly openPixel: boolean;
  readonly utm: Readonly<Record<string, string | undefined>> | null;
  readonly services: Readonly<Record<string, boolean>>;
  readonly canSend: boolean;
  readonly lacks: string | null;
};
