// biome-ignore-all lint/style/noExcessiveLinesPerFile: data table
import { CURRENCY } from './money.ts';
import { artPath, CATEGORIES, type Choice, type Option, type Product } from './product.ts';

const NIBS: Option = {
  key: 'nib',
  name: 'Nib width',
  choices: [
    { key: 'fine', name: 'Fine' },
    { key: 'extra-fine', name: 'Extra fine' },
    { key: 'medium', name: 'Medium' },
    { key: 'broad', name: 'Broad' },
  ],
};
const BOTTLES: Option = {
  key: 'size',
  name: 'Bottle',
  choices: [
    { key: '30ml', name: '30 ml' },
    { key: '80ml', name: '80 ml', surchargeMinor: 850 },
  ],
};
const RULINGS: Option = {
  key: 'ruling',
  name: 'Ruling',
  choices: [
    { key: 'dotted', name: 'Dotted' },
    { key: 'lined', name: 'Lined' },
    { key: 'plain', name: 'Plain' },
  ],
};
const colours = (...choices: readonly Choice[]): Option => ({ key: 'colour', name: 'Colour', choices });

const SLATE: Choice = { key: 'slate', name: 'Slate', colour: '#44566c' };
const MOSS: Choice = { key: 'moss', name: 'Moss', colour: '#4f6b4a' };
const CLARET: Choice = { key: 'claret', name: 'Claret', colour: '#7c2f3e' };
const OCHRE: Choice = { key: 'ochre', name: 'Ochre', colour: '#b57f2e' };
const IVORY: Choice = { key: 'ivory', name: 'Ivory', colour: '#d9ccb0' };
const SOOT: Choice = { key: 'soot', name: 'Soot', colour: '#33353a' };
const LAGOON: Choice = { key: 'lagoon', name: 'Lagoon', colour: '#2d7580' };

/** The whole assortment, in the order the shop shows it. */
export const PRODUCTS: readonly Product[] = [
  {
    id: 'p1',
    slug: 'heron',
    name: 'Heron',
    category: 'pens',
    priceMinor: 4800,
    stock: 24,
    line: 'The everyday pen',
    description:
      'A slim resin pen that starts at once, even after a week in a drawer. The grip is matt, the balance sits just behind it, and the cap closes with a quarter turn.',
    details: [
      ['Length', '138 mm'],
      ['Weight', '19 g'],
      ['Filling', 'Cartridge or converter'],
    ],
    options: [NIBS, colours(SLATE, MOSS, CLARET)],
    drawing: { kind: 'pen', colour: '#44566c', metal: 'steel' },
  },
  {
    id: 'p2',
    slug: 'wren',
    name: 'Wren',
    category: 'pens',
    priceMinor: 2900,
    stock: 31,
    line: 'Fits a shirt pocket',
    description:
      'Short when it is capped, full size when the cap sits on the end. Made for margins, shopping lists and trains.',
    details: [
      ['Length', '105 mm capped, 131 mm posted'],
      ['Weight', '15 g'],
      ['Filling', 'Short cartridge'],
    ],
    options: [NIBS, colours(OCHRE, LAGOON, SOOT)],
    drawing: { kind: 'pen', colour: '#b57f2e', metal: 'steel', short: true },
  },
  {
    id: 'p3',
    slug: 'kingfisher',
    name: 'Kingfisher',
    category: 'pens',
    priceMinor: 6400,
    stock: 12,
    line: 'See the ink move',
    description:
      'A clear barrel with a piston inside: what is left of the ink is always in sight. Polished by hand, so that it stays clear.',
    details: [
      ['Length', '141 mm'],
      ['Weight', '22 g'],
      ['Filling', 'Piston, 1.6 ml'],
    ],
    options: [NIBS],
    drawing: { kind: 'pen', colour: '#9fc3cf', metal: 'steel', clear: '#1f5f8b' },
  },
  {
    id: 'p4',
    slug: 'bittern',
    name: 'Bittern',
    category: 'pens',
    priceMinor: 9200,
    stock: 7,
    line: 'Solid brass, ages with you',
    description:
      'Turned from one bar and left bare. The brass darkens where it is held and stays bright where it is not; after a year no two look alike.',
    details: [
      ['Length', '132 mm'],
      ['Weight', '46 g'],
      ['Filling', 'Cartridge or converter'],
    ],
    options: [NIBS],
    drawing: { kind: 'pen', colour: '#b08a3e', metal: 'gold' },
  },
  {
    id: 'p5',
    slug: 'magpie',
    name: 'Magpie',
    category: 'pens',
    priceMinor: 13800,
    stock: 3,
    line: 'Black, white and a gold nib',
    description:
      'Our most careful pen: a piston filler in two tones with a nib that gives a little under the hand. The gold nib is ground to order.',
    details: [
      ['Length', '146 mm'],
      ['Weight', '27 g'],
      ['Filling', 'Piston, 1.4 ml'],
    ],
    options: [
      {
        key: 'nib',
        name: 'Nib',
        choices: [
          { key: 'steel-fine', name: 'Steel, fine' },
          { key: 'steel-medium', name: 'Steel, medium' },
          { key: 'gold-fine', name: '14 k gold, fine', surchargeMinor: 6000 },
          { key: 'gold-medium', name: '14 k gold, medium', surchargeMinor: 6000 },
        ],
      },
    ],
    drawing: { kind: 'pen', colour: '#26282d', metal: 'gold', cap: '#e9e4d8' },
  },
  {
    id: 'p6',
    slug: 'swift',
    name: 'Swift',
    category: 'pens',
    priceMinor: 1900,
    stock: 60,
    line: 'A first fountain pen',
    description:
      'Light, forgiving and hard to break. The grip shows where the fingers go, and the nib writes at almost any angle.',
    details: [
      ['Length', '135 mm'],
      ['Weight', '12 g'],
      ['Filling', 'Cartridge or converter'],
    ],
    options: [
      { key: 'nib', name: 'Nib width', choices: NIBS.choices.filter((nib) => nib.key !== 'extra-fine') },
      colours(LAGOON, CLARET, OCHRE, SOOT),
    ],
    drawing: { kind: 'pen', colour: '#2d7580', metal: 'steel' },
  },
  {
    id: 'p7',
    slug: 'curlew',
    name: 'Curlew',
    category: 'pens',
    priceMinor: 4200,
    stock: 9,
    line: 'Flat nibs for lettering',
    description:
      'Thick down, thin across. A cut nib gives plain handwriting a rhythm, and headings a reason to be written by hand.',
    details: [
      ['Length', '150 mm'],
      ['Weight', '17 g'],
      ['Filling', 'Cartridge or converter'],
    ],
    options: [
      {
        key: 'nib',
        name: 'Stub width',
        choices: [
          { key: 'stub-11', name: '1.1 mm' },
          { key: 'stub-15', name: '1.5 mm' },
          { key: 'stub-19', name: '1.9 mm' },
        ],
      },
      colours(CLARET, SLATE),
    ],
    drawing: { kind: 'pen', colour: '#7c2f3e', metal: 'gold' },
  },
  {
    id: 'i1',
    slug: 'harbour-blue',
    name: 'Harbour Blue',
    category: 'inks',
    priceMinor: 1150,
    stock: 80,
    line: 'Blue-black, calm and legible',
    description:
      'The blue of deep water under a grey sky. It dries in eight seconds on our paper and never feathers.',
    details: [
      ['Water', 'Partly resistant'],
      ['Cleans out', 'Easily'],
    ],
    options: [BOTTLES],
    drawing: { kind: 'ink', colour: '#1e3f66', label: 'Harbour' },
  },
  {
    id: 'i2',
    slug: 'oak-gall',
    name: 'Oak Gall',
    category: 'inks',
    priceMinor: 1400,
    stock: 35,
    line: 'Goes on grey, turns black',
    description:
      'An iron gall ink after an old recipe, made gentle enough for steel nibs. It darkens as it dries and stays for good.',
    details: [
      ['Water', 'Permanent'],
      ['Cleans out', 'With care, every month'],
    ],
    options: [BOTTLES],
    drawing: { kind: 'ink', colour: '#3a3d45', label: 'Oak Gall' },
  },
  {
    id: 'i3',
    slug: 'bramble',
    name: 'Bramble',
    category: 'inks',
    priceMinor: 1150,
    stock: 42,
    line: 'Dark fruit, red at the edges',
    description: 'Purple in the stroke and red where it pools. A broad nib shows the most of it.',
    details: [
      ['Water', 'Not resistant'],
      ['Cleans out', 'Easily'],
    ],
    options: [BOTTLES],
    drawing: { kind: 'ink', colour: '#5d2350', label: 'Bramble' },
  },
  {
    id: 'i4',
    slug: 'lichen',
    name: 'Lichen',
    category: 'inks',
    priceMinor: 1150,
    stock: 27,
    line: 'A quiet, greyish green',
    description: 'Muted enough for letters, different enough to be noticed in the margin.',
    details: [
      ['Water', 'Not resistant'],
      ['Cleans out', 'Easily'],
    ],
    options: [BOTTLES],
    drawing: { kind: 'ink', colour: '#54704f', label: 'Lichen' },
  },
  {
    id: 'i5',
    slug: 'ember',
    name: 'Ember',
    category: 'inks',
    priceMinor: 1150,
    stock: 4,
    line: 'Burnt orange for corrections',
    description: 'Warm instead of red: the kindest ink to mark somebody else’s work with.',
    details: [
      ['Water', 'Not resistant'],
      ['Cleans out', 'Easily'],
    ],
    options: [BOTTLES],
    drawing: { kind: 'ink', colour: '#b4531f', label: 'Ember' },
  },
  {
    id: 'i6',
    slug: 'soot-black',
    name: 'Soot Black',
    category: 'inks',
    priceMinor: 1290,
    stock: 55,
    line: 'Pigment black, safe to paint over',
    description: 'Fine carbon in water and nothing else. Dry, it takes a wash of colour without moving.',
    details: [
      ['Water', 'Permanent'],
      ['Cleans out', 'With care, every two weeks'],
    ],
    options: [BOTTLES],
    drawing: { kind: 'ink', colour: '#1b1c20', label: 'Soot' },
  },
  {
    id: 'i7',
    slug: 'moonwater',
    name: 'Moonwater',
    category: 'inks',
    priceMinor: 1650,
    stock: 0,
    line: 'Pale blue with a silver shimmer',
    description: 'A winter batch: light as pencil, with a shimmer that shows when the page is tilted.',
    details: [
      ['Water', 'Not resistant'],
      ['Cleans out', 'Shake before filling, rinse after'],
    ],
    options: [BOTTLES],
    drawing: { kind: 'ink', colour: '#7d9db5', label: 'Moonwater' },
  },
  {
    id: 'n1',
    slug: 'field-notebook',
    name: 'Field Notebook A6',
    category: 'paper',
    priceMinor: 950,
    stock: 120,
    line: 'Ninety-six pages for a pocket',
    description: 'Sewn, so that it lies flat on a knee. The corners are round and the cover takes rain.',
    details: [
      ['Size', 'A6, 96 pages'],
      ['Paper', '90 g, smooth'],
    ],
    options: [RULINGS, colours(MOSS, OCHRE, SOOT)],
    drawing: { kind: 'notebook', colour: '#4f6b4a' },
  },
  {
    id: 'n2',
    slug: 'ledger-notebook',
    name: 'Ledger Notebook A5',
    category: 'paper',
    priceMinor: 2200,
    stock: 46,
    line: 'Numbered pages, two ribbons',
    description:
      'Cloth boards, an index at the front and numbers on every page. The paper shows the shading of an ink and nothing of the other side.',
    details: [
      ['Size', 'A5, 192 pages'],
      ['Paper', '100 g, smooth'],
    ],
    options: [RULINGS, colours(CLARET, SLATE, IVORY)],
    drawing: { kind: 'notebook', colour: '#7c2f3e', elastic: true },
  },
  {
    id: 'n3',
    slug: 'atlas-sketchbook',
    name: 'Atlas Sketchbook A4',
    category: 'paper',
    priceMinor: 2800,
    stock: 18,
    line: 'Heavy sheets for ink and wash',
    description:
      'Two hundred grams take a wet brush without a wave. Bound along the short side, for wide views.',
    details: [
      ['Size', 'A4 landscape, 64 pages'],
      ['Paper', '200 g, slight tooth'],
    ],
    options: [],
    drawing: { kind: 'notebook', colour: '#33353a', wide: true },
  },
  {
    id: 'n4',
    slug: 'letter-set',
    name: 'Letter Set',
    category: 'paper',
    priceMinor: 1800,
    stock: 33,
    line: 'Twenty sheets, ten envelopes',
    description:
      'Laid paper with a deckle edge and lined envelopes. Enough for ten people who would be glad of it.',
    details: [
      ['Size', 'A5 sheets, C6 envelopes'],
      ['Paper', '120 g, laid'],
    ],
    options: [colours(IVORY, SLATE)],
    drawing: { kind: 'letters', colour: '#d9ccb0' },
  },
  {
    id: 'n5',
    slug: 'desk-pad',
    name: 'Desk Pad',
    category: 'paper',
    priceMinor: 1600,
    stock: 22,
    line: 'Fifty sheets that tear off clean',
    description: 'Lies beside the keyboard and takes what the keyboard should not keep.',
    details: [
      ['Size', 'A4, 50 sheets'],
      ['Paper', '90 g, smooth'],
    ],
    options: [RULINGS],
    drawing: { kind: 'pad', colour: '#2d7580' },
  },
  {
    id: 'n6',
    slug: 'pocket-trio',
    name: 'Pocket Trio',
    category: 'paper',
    priceMinor: 1350,
    stock: 70,
    line: 'Three thin books, three colours',
    description: 'One for work, one for home, one for everything else. Stapled, forty-eight pages each.',
    details: [
      ['Size', '90 × 140 mm, 3 × 48 pages'],
      ['Paper', '80 g, smooth'],
    ],
    options: [RULINGS],
    drawing: { kind: 'stack', colour: '#b57f2e' },
  },
  {
    id: 'a1',
    slug: 'converter',
    name: 'Screw Converter',
    category: 'accessories',
    priceMinor: 600,
    stock: 150,
    line: 'Bottled ink for cartridge pens',
    description:
      'Turn to fill, turn back to empty. Fits every pen of ours that takes a cartridge, but the Wren.',
    details: [['Holds', '0.7 ml']],
    options: [],
    drawing: { kind: 'converter', colour: '#1e3f66' },
  },
  {
    id: 'a2',
    slug: 'pen-roll',
    name: 'Canvas Pen Roll',
    category: 'accessories',
    priceMinor: 3400,
    stock: 14,
    line: 'Five pens, no scratches',
    description:
      'Waxed canvas outside, soft cotton inside, one leather strap. It opens flat like a small workshop.',
    details: [
      ['Holds', 'Five pens'],
      ['Closed', '70 × 190 mm'],
    ],
    options: [colours(MOSS, OCHRE, SLATE)],
    drawing: { kind: 'roll', colour: '#4f6b4a' },
  },
  {
    id: 'a3',
    slug: 'rocker-blotter',
    name: 'Rocker Blotter',
    category: 'accessories',
    priceMinor: 2600,
    stock: 2,
    line: 'For those who turn the page too soon',
    description:
      'Oiled walnut with a brass knob. Comes with ten strips of blotting paper, each good for a month.',
    details: [
      ['Size', '120 × 60 × 65 mm'],
      ['Wood', 'Walnut, oiled'],
    ],
    options: [],
    drawing: { kind: 'blotter', colour: '#6b4630' },
  },
  {
    id: 'a4',
    slug: 'wax-and-seal',
    name: 'Wax and Seal',
    category: 'accessories',
    priceMinor: 2200,
    stock: 26,
    line: 'A quill, pressed in wax',
    description: 'Two sticks of flexible wax that survive the post, and a brass seal with our feather.',
    details: [
      ['Seal', 'Brass, 24 mm'],
      ['Wax', 'Enough for forty letters'],
    ],
    options: [colours(CLARET, SLATE, MOSS)],
    drawing: { kind: 'wax', colour: '#7c2f3e' },
  },
];

const BY_ID = new Map(PRODUCTS.map((product) => [product.id, product]));
const BY_SLUG = new Map(PRODUCTS.map((product) => [product.slug, product]));

export function findProduct(id: string): Product | undefined {
  return BY_ID.get(id);
}

export function findProductBySlug(slug: string): Product | undefined {
  return BY_SLUG.get(slug);
}

/** Its category's name in words. */
export function categoryName(product: Product): string {
  return CATEGORIES.find((category) => category.key === product.category)?.name ?? product.category;
}

/** One thing from every shelf, its own first: what is in stock and nearest in price. */
export function relatedTo(product: Product): readonly Product[] {
  const distance = (other: Product): number => Math.abs(other.priceMinor - product.priceMinor);
  const keys = new Set([product.category, ...CATEGORIES.map((category) => category.key)]);
  return [...keys].flatMap((key) => {
    const others = PRODUCTS.filter((other) => other.category === key && other !== product && other.stock > 0);
    return others.toSorted((a, b) => distance(a) - distance(b)).slice(0, 1);
  });
}

export type CatalogueFeed = {
  readonly products: readonly {
    readonly id: string;
    readonly title: string;
    readonly url: string;
    readonly image: string;
    /** Decimal major units of `currency`. */
    readonly price: number;
    readonly currency: string;
    readonly stock: number;
    readonly category: string;
  }[];
};

/**
 * The assortment as the body of `PUT /v1/products`.
 * @param base Address the shop is mounted at, for example `/shop`.
 */
export function catalogueFeed(base: string): CatalogueFeed {
  return {
    products: PRODUCTS.map((product) => ({
      id: product.id,
      title: product.name,
      url: `${base}/p/${product.slug}`,
      image: `${base}${artPath(product)}`,
      price: product.priceMinor / 100,
      currency: CURRENCY,
      stock: product.stock,
      category: categoryName(product),
    })),
  };
}
