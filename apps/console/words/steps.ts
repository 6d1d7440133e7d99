/** The way to an order, step by step. */
import type { StepName } from '../api/answers/overview.ts';
import type { WordSet } from './words.ts';

export const STEPS: WordSet<Readonly<Record<StepName | 'visit', string>>> = {
  en: {
    visit: 'Came to the shop',
    product: 'Looked at a product',
    cart: 'Used the cart',
    checkout: 'Began the checkout',
    order: 'Ordered',
  },
  de: {
    visit: 'Kamen in den Shop',
    product: 'Sahen ein Produkt an',
    cart: 'Nutzten den Warenkorb',
    checkout: 'Gingen zur Kasse',
    order: 'Bestellten',
  },
};
