/** A site with its settings, and keys as they are made. */

/** Settings by name; what each is, `view-models/settings.ts` knows. */
export type SiteAnswer = { readonly site: string; readonly siteId: string } & {
  readonly [setting: string]: unknown;
};

export type RotatedAnswer = {
  readonly writeKey?: string;
  readonly secretKey?: string;
  readonly oldKeys: readonly { readonly kind: 'write' | 'secret'; readonly until: string }[];
};
