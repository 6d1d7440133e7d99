/** What a campaign shows or sends: plain data, written by a merchant, rendered by a channel. */

/** One text, or one a language (`{ en: 'Hello', de: 'Hallo' }`); the first is taken where none fits. */
export type Text = string | { readonly [language: string]: string };

export type Link = { readonly label: Text; readonly url: string };

/** A product as a page shows it: of the catalogue, at the moment of the decision. */
export type ShownProduct = {
  readonly product: string;
  /** What a platform's cart calls the variant to add, where that is not the product's own id. */
  readonly variant?: string;
  /** It lies in the cart already: a bundle shows it and does not add it again. */
  readonly isInCart?: boolean;
  readonly title: string;
  readonly url?: string;
  readonly image?: string;
  /** Major units of the site's currency. */
  readonly price?: number;
  readonly currency?: string;
  /** In the cart, where it is more than one. */
  readonly quantity?: number;
  /** What a comparison has a row for, by its name. */
  readonly facts?: { readonly [name: string]: string | number | boolean };
};

/** A dialog over the page: what an exit-intent message is. */
export type Message = {
  readonly kind: 'message';
  readonly title: Text;
  readonly text: Text;
  readonly action?: Link;
  /** Label of what closes it; a plain word, never a reproach. */
  readonly dismiss?: Text;
};

export type Banner = {
  readonly kind: 'banner';
  readonly text: Text;
  readonly action?: Link;
  readonly position?: 'top' | 'bottom';
  readonly dismiss?: Text;
};

/** In a slot of the page. */
export type Content = {
  readonly kind: 'content';
  readonly title?: Text;
  readonly text: Text;
  readonly image?: { readonly url: string; readonly alt: Text };
  readonly action?: Link;
};

/** A table of the products that the visitor viewed last. */
export type ComparisonTable = {
  readonly kind: 'comparison';
  readonly title: Text;
  /** Two to four. */
  readonly most?: number;
  /** Facts that have a row, in order; price always has one. */
  readonly rows?: readonly string[];
  readonly dismiss?: Text;
};

export const TRUST_ICONS = ['delivery', 'returns', 'payment', 'support', 'warranty', 'privacy'] as const;
export type TrustSignals = {
  readonly kind: 'trust';
  readonly title?: Text;
  readonly signals: readonly { readonly icon: (typeof TRUST_ICONS)[number]; readonly text: Text }[];
};

/** Products that go with the one in the cart or on the page; one button adds all of them. */
export type Bundle = {
  readonly kind: 'bundle';
  readonly title: Text;
  /** Beside the one it goes with. */
  readonly most?: number;
  readonly addAll: Text;
  readonly dismiss?: Text;
};

/** A code and its true end. A countdown runs to that end and to no other. */
export type Coupon = {
  readonly kind: 'coupon';
  readonly title: Text;
  readonly text: Text;
  /** Left out where the campaign's offer has codes made, one for each visitor. */
  readonly code?: string;
  /** ISO 8601: when the code stops working. Given with the code. */
  readonly ends?: string;
  readonly isCountedDown?: boolean;
  readonly action?: Link;
  readonly dismiss?: Text;
};

export const CHATS = ['shopify', 'intercom', 'crisp', 'tawk'] as const;
export type ChatPrompt = {
  readonly kind: 'chat';
  readonly text: Text;
  readonly open: Text;
  readonly provider: (typeof CHATS)[number];
  readonly dismiss?: Text;
};

/** Steps that point at parts of the page, or stand alone. */
export type Tour = {
  readonly kind: 'tour';
  readonly steps: readonly {
    /** CSS selector of what it points at; the page's middle where it is left out or finds nothing. */
    readonly target?: string;
    readonly title: Text;
    readonly text: Text;
    readonly action?: Link;
  }[];
  readonly next?: Text;
  readonly back?: Text;
  readonly done?: Text;
  readonly dismiss?: Text;
};

export type Survey = {
  readonly kind: 'survey';
  readonly question: Text;
  readonly answers: readonly { readonly key: string; readonly label: Text }[];
  readonly thanks: Text;
  readonly dismiss?: Text;
};

/** A mail, written in plain words; the channel makes text and HTML of it. */
export type Mail = {
  readonly kind: 'email';
  readonly subject: Text;
  readonly preheader?: Text;
  readonly heading?: Text;
  /** Paragraphs, separated by an empty line. */
  readonly text: Text;
  readonly action?: Link;
  /** Products of the cart, or viewed last. */
  readonly products?: 'cart' | 'viewed';
};

/** What a webhook, a platform's flow or a partner is told beside who and why. */
export type Signal = {
  readonly kind: 'signal';
  readonly data?: { readonly [key: string]: string | number | boolean };
  /** Of the cart, or viewed last; only where the channel carries them. */
  readonly products?: 'cart' | 'viewed';
};

export type OnPageTreatment =
  | Message
  | Banner
  | Content
  | ComparisonTable
  | TrustSignals
  | Bundle
  | Coupon
  | ChatPrompt
  | Tour
  | Survey;

/** Words of our own that a treatment may need where the merchant gave it no label. */
export const OWN_WORDS = [
  'close',
  'copy',
  'copied',
  'until',
  'ended',
  'price',
  'next',
  'back',
  'done',
  'yes',
  'no',
  'total',
  'added',
  'failed',
] as const;
export type OwnWord = (typeof OWN_WORDS)[number];

export type Treatment = OnPageTreatment | Mail | Signal;
export type TreatmentKind = Treatment['kind'];

/** What stands in the flow of the page, where the page has a slot for it. */
export const SLOT_KINDS = [
  'content',
  'comparison',
  'trust',
  'bundle',
  'coupon',
] as const satisfies readonly TreatmentKind[];

/** A code, and the ISO 8601 instant at which it stops working. */
export type CouponCode = { readonly code: string; readonly ends: string };

/** What the page gets to render: the treatment with what the moment adds to it. */
export type Rendered = (Exclude<OnPageTreatment, Coupon> | (Coupon & CouponCode)) & {
  /** Of `comparison` and `bundle`; of a bundle the first is what the others go with. */
  readonly products?: readonly ShownProduct[];
  /** Says in one line that it was chosen by what the visitor did. */
  readonly because?: Text;
  /** Our own words in more languages than English. */
  readonly words?: { readonly [word in OwnWord]?: Text };
  /** Of `coupon`: ms from the answer to `ends`, by the server's clock, so that a wrong clock in a browser tells no lie. */
  readonly endsIn?: number;
};

/** One decision as a page gets it, in `do` of the collector's answer. */
export type PageDecision = {
  /** 128 random-looking bits as hex: who knows it may report what became of it. */
  readonly id: string;
  readonly campaign: string;
  readonly variant: string;
  /** The slot it is for; without one it stands over the page, one at a time. */
  readonly slot?: string;
  /** What it answers, for example an event's id. */
  readonly trigger: string;
  /** Not shown after so many ms. */
  readonly expiresIn: number;
  /** Null in a control arm: nothing is shown, and the moment at which it would have been is reported. */
  readonly treatment: Rendered | null;
  /** Of a control arm: what the other arm shows, so that it waits for the same file and the same chat as that. */
  readonly asIf?: { readonly kind: OnPageTreatment['kind']; readonly provider?: ChatPrompt['provider'] };
};
