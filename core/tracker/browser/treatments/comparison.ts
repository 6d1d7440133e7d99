/** The products that the visitor viewed, side by side. */
import type { ShownProduct } from '../../../decisions/treatment.ts';
import type { Child } from './element.ts';
import type { Show } from './kind.ts';
import type { Tools } from './parts.ts';
import { nameProduct } from './product.ts';

export const showComparison =
  (tools: Tools): Show<'comparison'> =>
  ({ title, rows, products = [], dismiss }, hands) => {
    const { actions, closing, make, naming, say, writePrice } = tools;
    const facts = rows ?? Object.keys(products[0]?.facts ?? {});
    const row = (head: HTMLElement, cell: (product: ShownProduct) => Child): HTMLElement =>
      make('tr', {}, head, ...products.map((product) => make('td', {}, cell(product))));
    const writeFact = (value: string | number | boolean = '–'): Child =>
      typeof value === 'boolean'
        ? say('span', value ? hands.word('yes', 'Yes') : hands.word('no', 'No'))
        : `${value}`;
    const heads = products.map((product) =>
      make('th', { scope: 'col' }, ...nameProduct(tools, product, hands)),
    );
    const table = make(
      'table',
      { 'aria-labelledby': 't' },
      make('tr', {}, make('td'), ...heads),
      row(say('th', hands.word('price', 'Price'), { scope: 'row' }), writePrice),
      ...facts.map((fact) =>
        row(make('th', { scope: 'row' }, fact), ({ facts }) => writeFact(facts?.[fact])),
      ),
    );
    const scroll = make(
      'div',
      { class: 'scroll', tabindex: 0, role: 'group', 'aria-labelledby': 't' },
      table,
    );
    return { nodes: [naming(title), scroll, actions(closing(hands, dismiss))] };
  };
