import type { Drawing } from './art/drawing.ts';

export type Choice = {
  /** Form value and event property, for example `fine`. */
  readonly key: string;
  readonly name: string;
  /** What this choice adds to the price. */
  readonly surchargeMinor?: number;
  /** Hex colour: shown as a swatch, and what the product is drawn in. */
  readonly colour?: string;
};

export type Option = { readonly key: string; readonly name: string; readonly choices: readonly Choice[] };

export const CATEGORIES = [
  { key: 'pens', name: 'Fountain pens', line: 'Steel and gold nibs, ground and tested by hand.' },
  { key: 'inks', name: 'Inks', line: 'Seven colours, mixed in small batches.' },
  { key: 'paper', name: 'Paper', line: 'Smooth, heavy sheets that hold a wet line.' },
  { key: 'accessories', name: 'Accessories', line: 'What a pen needs when it is not writing.' },
] as const;

export type Category = (typeof CATEGORIES)[number];
type CategoryKey = Category['key'];

export type Product = {
  /** A letter and a number: short enough to travel in a link, never mistaken for a quantity. */
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly category: CategoryKey;
  readonly priceMinor: number;
  readonly stock: number;
  readonly line: string;
  readonly description: string;
  readonly details: readonly (readonly [label: string, value: string])[];
  readonly options: readonly Option[];
  readonly drawing: Drawing;
};

/** One choice for each option of the product, in the order of its options. */
export type Choices = readonly Choice[];

/** The choices a product has before anybody chooses. */
export function defaultChoices(product: Product): Choices {
  return product.options.flatMap((option) => option.choices.slice(0, 1));
}

/** Price of one piece with these choices, in minor units. */
export function unitPrice(product: Product, choices: Choices): number {
  return choices.reduce((sum, choice) => sum + (choice.surchargeMinor ?? 0), product.priceMinor);
}

/** The choices in words, for example `Fine, Moss`; empty for a product without options. */
export function describeChoices(choices: Choices): string {
  return choices.map((choice) => choice.name).join(', ');
}

/** The colour a product is drawn in with these choices, where one of them is a colour. */
export function colourOf(choices: Choices): Choice | undefined {
  return choices.find((choice) => choice.colour !== undefined);
}

/** Where its picture is, below the shop's mount path. */
export function artPath(product: Product, colour?: Choice): string {
  return colour === undefined ? `/art/${product.id}.svg` : `/art/${product.id}-${colour.key}.svg`;
}
